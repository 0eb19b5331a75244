package dev.weft.model;

import dev.weft.ModelFileException;
import dev.weft.nn.Architecture;
import dev.weft.nn.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file of any origin, for exchange with other programs: its facts, its tensors and
 * their values. Models that Weft saved for itself are {@link ModelFile}s.
 *
 * <p>A file is not trusted: its header is checked when it is opened, and a tensor's values are
 * known to be in the file before memory is taken for them.
 */
public final class TensorFile implements AutoCloseable {
  private final Path file;
  private final Safetensors tensors;

  private TensorFile(Path file, Safetensors tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /**
   * The values of a tensor.
   *
   * @param values in row-major order
   * @param rounded how many of them the file holds with more digits than float32 has
   */
  public record Values(float[] values, int rounded) {}

  /**
   * Opens a file and checks its header.
   *
   * @throws ModelFileException where it cannot be read or is damaged
   */
  public static TensorFile open(Path file) {
    return new TensorFile(file, Safetensors.open(file));
  }

  /** The facts of the header, empty where it has none. */
  public Map<String, String> metadata() {
    return tensors.header().metadata();
  }

  /** The tensors in the order of the header. */
  public List<TensorEntry> tensors() {
    return List.copyOf(tensors.header().tensors().values());
  }

  /**
   * Reads the values of a tensor of this file, as float32.
   *
   * @throws ModelFileException where it is of no floating-point type, has more elements than a
   *     network has parameters, a value beyond float32, or cannot be read
   */
  public Values read(TensorEntry tensor) {
    FloatType type =
        FloatType.named(tensor.dtype())
            .orElseThrow(
                () ->
                    ModelFileErrors.damaged(
                        file,
                        "tensor " + tensor.name() + " is " + tensor.dtype() + ", expected F32"));
    long elements = (tensor.end() - tensor.begin()) / type.bytes();
    if (elements > Architecture.MAX_PARAMETERS) {
      throw ModelFileErrors.damaged(
          file,
          "tensor " + tensor.name() + " has " + elements + " elements, more than any network");
    }
    float[] values = new float[(int) elements];
    try {
      return new Values(values, tensors.read(tensor, type, values, 0));
    } catch (IllegalArgumentException e) {
      throw ModelFileErrors.damaged(file, "tensor " + tensor.name() + ": " + e.getMessage());
    }
  }

  /**
   * Writes a file whole or not at all.
   *
   * @param tensors names, shapes and places in {@code flat}
   * @param flat holds the values of all tensors
   * @throws ModelFileException where it cannot be written
   */
  public static void write(
      Path file, Map<String, String> metadata, List<TensorSpec> tensors, float[] flat) {
    Safetensors.write(
        file, metadata, tensors.stream().map(spec -> new FloatTensor("", spec, flat)).toList());
  }

  @Override
  public void close() {
    tensors.close();
  }
}
