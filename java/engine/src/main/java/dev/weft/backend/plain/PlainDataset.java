package dev.weft.backend.plain;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.Lifetime;
import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A data set on the heap, and how a batch is read from it. */
final class PlainDataset implements BackendDataset {
  private static final float PIXEL_SCALE = 1 / 255f;

  private final Lifetime lifetime = new Lifetime("the data set");
  private final BackendContext context;
  private final Dataset data;

  PlainDataset(BackendContext context, Dataset data) {
    this.context = context;
    this.data = data;
  }

  /** The host data, where the data set is open and belongs to {@code expected}. */
  Dataset on(BackendContext expected) {
    lifetime.requireOpen();
    if (context != expected) {
      throw new IllegalArgumentException("the data set belongs to another context");
    }
    return data;
  }

  @Override
  public int size() {
    lifetime.requireOpen();
    return data.size();
  }

  @Override
  public void close() {
    lifetime.close();
  }

  /** Writes the features of the samples to x, [samples, features]; pixels are scaled by 1/255. */
  static void gatherFeatures(Dataset data, int[] samples, float[] x) {
    int features = data.features();
    if (data.isUint8()) {
      ByteBuffer pixels = data.pixels();
      for (int row = 0; row < samples.length; row++) {
        for (int i = 0; i < features; i++) {
          x[row * features + i] = (pixels.get(samples[row] * features + i) & 0xff) * PIXEL_SCALE;
        }
      }
    } else {
      FloatBuffer values = data.values();
      for (int row = 0; row < samples.length; row++) {
        values.get(samples[row] * features, x, row * features, features);
      }
    }
  }

  /** Writes target rows, [samples, outputs]: one-hot of a label, the label itself of one output. */
  static void gatherTargets(
      Dataset data, Architecture architecture, int[] samples, float[] targets) {
    int outputs = architecture.outputs();
    for (int row = 0; row < samples.length; row++) {
      if (data.targetWidth() > 0) {
        data.targets().get(samples[row] * outputs, targets, row * outputs, outputs);
      } else if (outputs == 1) {
        targets[row] = data.label(samples[row]);
      } else {
        Arrays.fill(targets, row * outputs, (row + 1) * outputs, 0);
        targets[row * outputs + data.label(samples[row])] = 1;
      }
    }
  }
}
