package dev.weft.interchange;

import dev.weft.nn.Architecture;
import java.util.List;
import java.util.Optional;

/**
 * The tensors of one dense layer in another framework's file.
 *
 * @param name of the layer
 * @param kernel [in, out], or [out, in] where it is transposed
 * @param bias [out]; empty for a layer without one
 * @param transposed whether the kernel is stored as PyTorch does
 */
public record DenseTensors(
    String name, ForeignTensor kernel, Optional<ForeignTensor> bias, boolean transposed) {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException where they are not those of a dense layer
   */
  public DenseTensors {
    List<Long> shape = kernel.shape();
    if (shape.size() != 2) {
      throw new IllegalArgumentException(
          "tensor "
              + kernel.described()
              + " has "
              + shape.size()
              + " dimensions, the weights of a dense layer have 2; Weft has dense layers only");
    }
    if (shape.stream().anyMatch(size -> size < 1 || size > Architecture.MAX_WIDTH)) {
      throw new IllegalArgumentException(
          "tensor "
              + kernel.described()
              + ": the widths of a layer lie between 1 and "
              + Architecture.MAX_WIDTH);
    }
    long out = shape.get(transposed ? 0 : 1);
    if (bias.isPresent() && !bias.get().shape().equals(List.of(out))) {
      throw new IllegalArgumentException(
          "tensor "
              + bias.get().described()
              + " does not go with "
              + kernel.described()
              + ": expected the shape ["
              + out
              + "]");
    }
  }

  int inputs() {
    return Math.toIntExact(kernel.shape().get(transposed ? 1 : 0));
  }

  int units() {
    return Math.toIntExact(kernel.shape().get(transposed ? 0 : 1));
  }
}
