package dev.weft.interchange;

import dev.weft.model.FiniteValues;
import dev.weft.model.ModelFile;

/** The formats that a model is exported to. */
public enum ExportFormat {
  /** ONNX, for ONNX Runtime and whatever else reads it. */
  ONNX("onnx"),
  /** Safetensors with the names and orientation of Keras. */
  KERAS_SAFETENSORS("keras-safetensors"),
  /** Safetensors with the names and orientation of PyTorch. */
  PYTORCH_SAFETENSORS("pytorch-safetensors");

  private final String text;

  ExportFormat(String text) {
    this.text = text;
  }

  /**
   * Requires that a model's parameters are numbers: another framework would compute with what is
   * none.
   *
   * @throws IllegalArgumentException naming the tensor and the element where one is not
   */
  public static void requireFinite(ModelFile model) {
    FiniteValues.fault(model.metadata().architecture(), model.parameters())
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException("the model's " + fault);
            });
  }

  @Override
  public String toString() {
    return text;
  }
}
