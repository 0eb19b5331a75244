package dev.weft.datasets.fashion;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.DataException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server, an empty world, and a look at what is left in it. */
@Timeout(120)
abstract class FetchTest {
  static final String FIRST = "train-images-idx3-ubyte.gz";

  @TempDir Path world;

  final Heard heard = new Heard();
  FileServer server;
  Path destination;

  @BeforeEach
  void start() throws IOException {
    server = new FileServer();
    destination = SmallSet.environment(world).destination();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  FashionMnist load(URI... mirrors) {
    return load(SmallSet.environment(world, mirrors));
  }

  FashionMnist load(DataEnvironment environment) {
    return new FashionMnistLoader(environment, heard).load(DataLocation.search());
  }

  String failure(DataEnvironment environment) {
    return assertThrows(DataException.class, () -> load(environment)).getMessage();
  }

  static void contains(String text, String... fragments) {
    for (String fragment : fragments) {
      assertTrue(text.contains(fragment), text);
    }
  }

  List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(destination)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static final List<String> COMPLETE =
      List.of(
          ".lock",
          "t10k-images-idx3-ubyte.gz",
          "t10k-labels-idx1-ubyte.gz",
          "train-images-idx3-ubyte.gz",
          "train-labels-idx1-ubyte.gz");
}
