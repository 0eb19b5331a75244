package dev.weft.interchange;

import dev.weft.model.TensorFile;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tensor of another framework's file, its values not read yet.
 *
 * @param name in its file
 * @param shape its dimensions
 * @param values reads them
 */
public record ForeignTensor(String name, List<Long> shape, Supplier<TensorFile.Values> values) {
  public ForeignTensor {
    shape = List.copyOf(shape);
  }

  /** Name and shape, for messages. */
  public String described() {
    return name + " " + shape;
  }
}
