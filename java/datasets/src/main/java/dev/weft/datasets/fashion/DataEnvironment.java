package dev.weft.datasets.fashion;

import dev.weft.datasets.fetch.Commands;
import dev.weft.datasets.fetch.FetchLimits;
import dev.weft.datasets.fetch.SystemCommands;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * All that the search depends on outside this program, as one value, so that tests can put
 * something else in its place.
 *
 * @param files what is looked for
 * @param roots folders that may have a {@code data} folder; the first one's is fetched into
 * @param systemFolder where Debian's package {@code dataset-fashion-mnist} puts the files
 * @param kerasHome the folder of Keras
 * @param mirrors addresses that end in a slash, to be tried in turn
 * @param limits how long to wait for a network
 * @param commands how other programs are run
 */
record DataEnvironment(
    FashionMnistFiles files,
    List<Path> roots,
    Path systemFolder,
    Path kerasHome,
    List<URI> mirrors,
    FetchLimits limits,
    Commands commands) {

  /**
   * Upstream's repository at its last revision, and the copies that Keras is served from; both over
   * HTTPS. Upstream's own web address of the files speaks HTTP only, and is left out.
   */
  static final List<URI> MIRRORS =
      List.of(
          URI.create(
              "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/"
                  + "b2617bb6d3ffa2e429640350f613e3291e10b141/data/fashion/"),
          URI.create("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"));

  static DataEnvironment ofProcess() {
    Map<String, String> variables = System.getenv();
    LinkedHashSet<Path> roots = new LinkedHashSet<>();
    String weftHome = System.getProperty("weft.home", "");
    if (!weftHome.isBlank()) {
      roots.add(Path.of(weftHome).toAbsolutePath().normalize());
    }
    roots.add(Path.of("").toAbsolutePath());
    String kerasHome = variables.getOrDefault("KERAS_HOME", "");
    return new DataEnvironment(
        FashionMnistFiles.PUBLISHED,
        List.copyOf(roots),
        Path.of("/usr/share/datasets/fashion-mnist"),
        kerasHome.isBlank()
            ? Path.of(System.getProperty("user.home"), ".keras")
            : Path.of(kerasHome),
        MIRRORS,
        FetchLimits.DEFAULT,
        new SystemCommands());
  }

  /** Where fetched files go. */
  Path destination() {
    return roots.get(0).resolve("data").resolve("fashion-mnist");
  }

  /** The folders to look in, in this order. */
  List<Path> places() {
    List<Path> places = new ArrayList<>();
    roots.forEach(root -> places.add(root.resolve("data").resolve("fashion-mnist")));
    places.add(systemFolder);
    places.add(kerasHome.resolve("datasets").resolve("fashion-mnist"));
    roots.forEach(root -> places.add(root.resolve("data/FashionMNIST/raw")));
    roots.forEach(root -> places.add(root.resolve("FashionMNIST/raw")));
    return places;
  }
}
