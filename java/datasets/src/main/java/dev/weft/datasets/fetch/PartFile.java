package dev.weft.datasets.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file on its way, with a note beside it ({@code .from}) of the address that it comes from and of
 * the version that the server named. Only the same address continues it: the gzip files of two
 * mirrors may differ.
 */
public record PartFile(Path path) {
  /**
   * How many bytes of {@code address} have arrived before; 0 where there is nothing to continue.
   */
  public long resumable(URI address) throws IOException {
    List<String> note = note();
    if (note.isEmpty() || !note.get(0).equals(address.toString()) || !Files.isRegularFile(path)) {
      return 0;
    }
    return Files.size(path);
  }

  /** What {@code If-Range} can name to make sure that the file has not changed meanwhile. */
  Optional<String> version() throws IOException {
    List<String> note = note();
    return note.size() < 2 || note.get(1).isBlank() ? Optional.empty() : Optional.of(note.get(1));
  }

  /** Begins anew. */
  void begin(URI address, String version) throws IOException {
    Files.deleteIfExists(path);
    Files.writeString(notePath(), address + "\n" + version + "\n");
  }

  public void delete() throws IOException {
    Files.deleteIfExists(path);
    Files.deleteIfExists(notePath());
  }

  String name() {
    return path.getFileName().toString().replaceFirst("\\.part$", "");
  }

  private List<String> note() throws IOException {
    if (!Files.isRegularFile(notePath()) || Files.size(notePath()) > 1 << 14) {
      return List.of();
    }
    return new String(Files.readAllBytes(notePath()), StandardCharsets.UTF_8).lines().toList();
  }

  private Path notePath() {
    return path.resolveSibling(path.getFileName() + ".from");
  }
}
