package dev.weft.app.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The browser of the system that the tests drive; none is ever downloaded. */
final class Chromium {
  /** What is missing where there is none, and what to do. */
  static final String MISSING =
      "no Chromium: install Debian's package chromium, or name one in WEFT_CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "google-chrome", "google-chrome-stable");

  private Chromium() {}

  /** The program that a variable names, else the first on the path. */
  static Optional<Path> program() {
    return Optional.ofNullable(System.getenv("WEFT_CHROMIUM"))
        .map(Path::of)
        .or(Chromium::onThePath);
  }

  private static Optional<Path> onThePath() {
    List<String> folders = List.of(System.getenv("PATH").split(File.pathSeparator));
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
