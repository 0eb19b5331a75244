package dev.weft.data.idx;

import dev.weft.files.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files, right ones and wrong ones. */
public final class IdxBytes {
  private IdxBytes() {}

  /** A right file of uint8 values. */
  public static byte[] idx(byte[] values, int... dimensions) {
    return idx(0x0800, values, dimensions);
  }

  /** A file with a type of its own in the upper bytes of {@code magic}. */
  public static byte[] idx(int magic, byte[] values, int... dimensions) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
    file.putInt(magic | dimensions.length);
    for (int dimension : dimensions) {
      file.putInt(dimension);
    }
    return file.put(values).array();
  }

  public static byte[] gzip(byte[] plain) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(plain);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] random(long seed, int length) {
    byte[] values = new byte[length];
    new Random(seed).nextBytes(values);
    return values;
  }

  /** Labels 0 to 9 in turn. */
  public static byte[] labels(int length) {
    byte[] values = new byte[length];
    for (int i = 0; i < length; i++) {
      values[i] = (byte) (i % 10);
    }
    return values;
  }

  public static String sha256(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.hex(digest);
  }

  public static Path write(Path path, byte[] bytes) {
    try {
      Files.createDirectories(path.getParent());
      return Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
