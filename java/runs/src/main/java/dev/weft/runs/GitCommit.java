package dev.weft.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The revision of the checkout that this program runs from, or that its bundle was made from. */
public final class GitCommit {
  private static final int SECONDS = 5;

  private GitCommit() {}

  /** Of the folder that the launcher names in {@code weft.home}; empty where it is no checkout. */
  static Optional<String> ofProcess() {
    String home = System.getProperty("weft.home", "");
    return home.isBlank() ? Optional.empty() : of(Path.of(home));
  }

  /**
   * Of a folder; {@code -dirty} is added where files of it were changed. A bundle has the answer in
   * its file {@code commit}.
   */
  public static Optional<String> of(Path checkout) {
    if (!Files.exists(checkout.resolve(".git"))) {
      return ofBundle(checkout.resolve("commit"));
    }
    ProcessBuilder git =
        new ProcessBuilder(
                "git",
                "-C",
                checkout.toString(),
                "describe",
                "--always",
                "--dirty",
                "--abbrev=40",
                "--exclude",
                "*")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = git.start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? revision(answer) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> ofBundle(Path file) {
    try {
      return Files.isRegularFile(file)
          ? revision(Files.readString(file).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> revision(String text) {
    return text.matches("[0-9a-f]{40}(-dirty)?") ? Optional.of(text) : Optional.empty();
  }
}
