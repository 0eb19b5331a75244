package dev.weft.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The checksum that our model files carry among their facts: CRC-32C over all other facts, and over
 * name, type, shape and values of every tensor. It does not depend on the order in which a program
 * writes facts and tensors, so a file that was copied by another one keeps it.
 */
final class ContentChecksum {
  /** The fact's name. */
  static final String KEY = "checksum";

  private static final String ALGORITHM = "crc32c:";

  /** What stands in its place until it is known: a text of the same length. */
  static final String UNKNOWN = ALGORITHM + "00000000";

  private final Map<String, String> tensors = new HashMap<>();

  /** Takes in a tensor, by the checksum of its values as they stand in the file. */
  void add(String name, String dtype, List<?> shape, CRC32C values) {
    tensors.put(name, dtype + shape + hex(values));
  }

  /** Whether a tensor was taken in. */
  boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** What the fact must say. */
  String of(Map<String, String> facts) {
    Map<String, String> others = new TreeMap<>(facts);
    others.remove(KEY);
    CRC32C checksum = new CRC32C();
    others.forEach((name, fact) -> add(checksum, name, fact));
    new TreeMap<>(tensors).forEach((name, content) -> add(checksum, name, content));
    return ALGORITHM + hex(checksum);
  }

  /** Each with an end of its own, so that nothing can move from one to the other. */
  private static void add(CRC32C checksum, String name, String content) {
    checksum.update((name + "\0" + content + "\0").getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(CRC32C checksum) {
    return String.format("%08x", checksum.getValue());
  }
}
