package dev.weft.interchange.keras;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What is in a .keras file: a zip of the configuration and the weights. Nothing is unpacked to the
 * disk, and no more of an entry is inflated than its limit.
 *
 * @param config the model
 * @param version of Keras, or a question mark
 * @param weights an HDF5 file
 */
record KerasArchive(String config, String version, byte[] weights) {
  /** The configuration of a thousand layers is below a megabyte. */
  private static final int MAX_TEXT_BYTES = 16 << 20;

  private static final int MAX_ENTRIES = 1000;

  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";

  /**
   * Reads an archive.
   *
   * @param maxWeights the most bytes that its weights may have
   * @throws IOException where the file cannot be read or is no zip
   * @throws IllegalArgumentException where it is none of Keras, or damaged
   */
  static KerasArchive read(Path file, int maxWeights) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Map<String, ZipEntry> entries = entries(zip);
      String config = text(zip, entries, CONFIG);
      String metadata = text(zip, entries, METADATA);
      return new KerasArchive(
          config,
          KerasJson.read(METADATA, metadata).path("keras_version").asText("?"),
          bytes(zip, entries.get(WEIGHTS), maxWeights));
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile zip) {
    if (zip.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException("it is a zip of " + zip.size() + " files");
    }
    Map<String, ZipEntry> entries = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
      ZipEntry entry = e.nextElement();
      if (entries.put(entry.getName(), entry) != null) {
        throw new IllegalArgumentException("it has '" + entry.getName() + "' twice");
      }
      if (!List.of(CONFIG, METADATA, WEIGHTS).contains(entry.getName()) && !entry.isDirectory()) {
        others.add(entry.getName());
      }
    }
    if (others.stream().anyMatch(name -> name.endsWith("data.pkl"))) {
      throw new IllegalArgumentException(
          "it is a file of torch.save, a pickle, which can run code and is not read; in Python save"
              + " the tensors with safetensors.torch.save_file(model.state_dict(), ...)");
    }
    if (!entries.keySet().containsAll(List.of(CONFIG, METADATA, WEIGHTS))) {
      throw new IllegalArgumentException(
          "it is a zip, but no .keras file with "
              + String.join(", ", CONFIG, METADATA, WEIGHTS)
              + ": it has "
              + String.join(", ", entries.keySet()));
    }
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "it has files beside configuration and weights, which are not supported: "
              + String.join(", ", others));
    }
    return entries;
  }

  private static String text(ZipFile zip, Map<String, ZipEntry> entries, String name)
      throws IOException {
    return new String(bytes(zip, entries.get(name), MAX_TEXT_BYTES), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry, int max) throws IOException {
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes(max);
      if (in.read() >= 0) {
        throw new IllegalArgumentException(
            "its " + entry.getName() + " has more than the " + max + " bytes that Weft reads");
      }
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    if (checksum.getValue() != entry.getCrc()) {
      throw new IllegalArgumentException(
          "its " + entry.getName() + " is damaged: its checksum is wrong");
    }
    return bytes;
  }
}
