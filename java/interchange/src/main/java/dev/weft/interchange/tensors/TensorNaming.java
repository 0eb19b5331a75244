package dev.weft.interchange.tensors;

import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Layer;
import java.util.ArrayList;
import java.util.List;

/** How a framework names the tensors of a dense layer, and which way round it keeps its kernel. */
public enum TensorNaming {
  /** {@code dense/kernel} [in, out] and {@code dense/bias}, then {@code dense_1/kernel}... */
  KERAS("keras", "/kernel", "/bias", false),
  /**
   * {@code 0.weight} [out, in] and {@code 0.bias}, then {@code 2.weight}...: as nn.Sequential names
   * its linear layers, between which activations and dropout count too.
   */
  PYTORCH("pt", ".weight", ".bias", true);

  private final String format;
  private final String kernel;
  private final String bias;
  private final boolean transposed;

  TensorNaming(String format, String kernel, String bias, boolean transposed) {
    this.format = format;
    this.kernel = kernel;
    this.bias = bias;
    this.transposed = transposed;
  }

  /** What files of this naming say under {@code format}. */
  String format() {
    return format;
  }

  String kernel(String layer) {
    return layer + kernel;
  }

  String bias(String layer) {
    return layer + bias;
  }

  boolean transposed() {
    return transposed;
  }

  /** The names that the framework itself would give the dense layers. */
  List<String> layerNames(Architecture architecture) {
    List<String> names = new ArrayList<>();
    int module = 0;
    for (Layer layer : architecture.layers()) {
      if (layer instanceof Dense) {
        int dense = names.size();
        names.add(
            this == PYTORCH ? Integer.toString(module) : dense == 0 ? "dense" : "dense_" + dense);
        // The activation of a dense layer is a module of its own.
        module++;
      }
      module++;
    }
    return names;
  }
}
