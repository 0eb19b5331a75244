package dev.weft.data.idx;

import dev.weft.data.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file of uint8 values in the IDX format of the MNIST family: two zero bytes, the type, the
 * number of dimensions, each dimension as a big-endian 32-bit number, then the values, the last
 * dimension running fastest. Whether the file is gzip or plain is told by its content, not by its
 * name.
 */
public final class IdxFile {
  private final Path path;
  private final List<Integer> dimensions;
  private final byte[] values;
  private final String sha256;

  IdxFile(Path path, List<Integer> dimensions, byte[] values, String sha256) {
    this.path = path;
    this.dimensions = List.copyOf(dimensions);
    this.values = values;
    this.sha256 = sha256;
  }

  /**
   * Reads a file of any dimensions. Nothing is believed before it is checked: the type must be
   * uint8 (0x08), and the inflated length exactly what the dimensions say.
   *
   * @throws dev.weft.DataException where the file is missing, damaged, or no such file
   */
  public static IdxFile read(Path path) {
    return IdxReader.read(path);
  }

  /** Where the file lies. */
  public Path path() {
    return path;
  }

  /** The dimensions; the first is the number of samples. */
  public List<Integer> dimensions() {
    return dimensions;
  }

  /** The number of samples. */
  public int samples() {
    return dimensions.get(0);
  }

  /** The number of values of a sample: the product of all dimensions but the first. */
  public int sampleSize() {
    return dimensions.stream().skip(1).reduce(1, Math::multiplyExact);
  }

  /** The samples as rows of uint8 features, without labels. */
  public Dataset rows() {
    return Dataset.ofPixels(values, sampleSize());
  }

  /** The values themselves, not a copy: do not change them. */
  byte[] values() {
    return values;
  }

  /** The SHA-256 of the inflated file, header included, in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /** Dimensions as people write them, such as 60000 x 28 x 28. */
  static String shape(List<Integer> dimensions) {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  @Override
  public String toString() {
    return path + ": " + shape(dimensions) + " uint8";
  }
}
