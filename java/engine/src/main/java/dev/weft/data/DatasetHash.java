package dev.weft.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One SHA-256 over the content of data sets, for those that have no published one: shapes,
 * features, labels and targets, independent of how the files were written.
 */
public final class DatasetHash {
  private static final int CHUNK = 1 << 14;

  private DatasetHash() {}

  public static String of(List<Dataset> sets) {
    MessageDigest digest = sha256();
    for (Dataset set : sets) {
      digest.update(
          ByteBuffer.allocate(3 * Integer.BYTES)
              .putInt(set.size())
              .putInt(set.features())
              .putInt(set.targetWidth())
              .flip());
      if (set.isUint8()) {
        digest.update(set.pixels());
      } else {
        update(digest, set.values());
      }
      if (set.hasLabels()) {
        for (int label : set.labels()) {
          digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(label).flip());
        }
      }
      if (set.targetWidth() > 0) {
        update(digest, set.targets());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, FloatBuffer values) {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
    while (values.hasRemaining()) {
      bytes.clear();
      while (values.hasRemaining() && bytes.hasRemaining()) {
        bytes.putFloat(values.get());
      }
      digest.update(bytes.flip());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
