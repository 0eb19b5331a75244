package dev.weft.benchmarks;

import java.nio.file.Path;

/** The checkout that this program belongs to, as the launcher names it. */
final class Home {
  private Home() {}

  /** Its root: the folder of {@code weft.home}, else the current one. */
  static Path root() {
    return Path.of(System.getProperty("weft.home", ""));
  }

  /** The folder of this module. */
  static Path benchmarks() {
    return root().resolve("benchmarks");
  }
}
