package dev.weft.interchange.onnx;

import java.util.Locale;

/** What the graph takes for a sample. */
public enum OnnxInput {
  /** float32 features as the network saw them in training: pixels as value / 255. */
  FLOAT,
  /** uint8 pixels from 0 to 255; the graph scales them by 1/255. */
  UINT8;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
