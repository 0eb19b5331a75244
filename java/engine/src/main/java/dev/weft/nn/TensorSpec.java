package dev.weft.nn;

import java.util.List;

/**
 * One named tensor inside the flat parameter array of a network.
 *
 * @param name as in model files: {@code dense0.kernel}, {@code dense0.bias}, {@code
 *     dense1.kernel}...
 * @param shape [in, out] of a kernel, [out] of a bias
 * @param offset where its elements start in the flat array, in floats
 */
public record TensorSpec(String name, List<Integer> shape, int offset) {
  public TensorSpec {
    shape = List.copyOf(shape);
  }

  /** The number of elements. */
  public int length() {
    return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }
}
