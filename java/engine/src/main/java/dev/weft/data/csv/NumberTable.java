package dev.weft.data.csv;

import dev.weft.DataException;
import java.nio.file.Path;
import java.util.Arrays;

/** A growing array of float32 values, or of uint8 ones, within the memory that Java has. */
final class NumberTable {
  private static final int START = 1 << 12;

  private final Path path;
  private final boolean uint8;
  private byte[] bytes = new byte[0];
  private float[] floats = new float[0];
  private int size;

  NumberTable(Path path, boolean uint8) {
    this.path = path;
    this.uint8 = uint8;
  }

  /** Parses and appends a value. */
  void add(String text) {
    if (uint8) {
      byte value = CsvNumber.parsePixel(text);
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, grown());
      }
      bytes[size++] = value;
    } else {
      add(CsvNumber.parse(text));
    }
  }

  void add(float value) {
    if (size == floats.length) {
      floats = Arrays.copyOf(floats, grown());
    }
    floats[size++] = value;
  }

  private int grown() {
    long wanted = Math.max(START, (long) size + (size >> 1));
    long bytesNeeded = (wanted + size) * (uint8 ? 1L : Float.BYTES);
    long memory = Runtime.getRuntime().maxMemory();
    if (wanted > Integer.MAX_VALUE - 16 || bytesNeeded > memory) {
      throw new DataException(
          path
              + " has more values than fit into Java's "
              + (memory >> 20)
              + " MiB: start it with a larger -Xmx, or split the file");
    }
    return (int) wanted;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  float[] floats() {
    return Arrays.copyOf(floats, size);
  }
}
