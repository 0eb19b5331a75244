package dev.weft.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    return of(checkout, "git");
  }

  /** The same, asking another program. */
  static Optional<String> of(Path checkout, String git) {
    if (!Files.exists(checkout.resolve(".git"))) {
      return ofBundle(checkout.resolve("commit"));
    }
    // Not describe --dirty, which writes into the user's index whatever it is told.
    return answer(git, checkout, "rev-parse", "HEAD")
        .flatMap(
            commit ->
                answer(git, checkout, "status", "--porcelain", "--untracked-files=no")
                    .map(changes -> changes.isEmpty() ? commit : commit + "-dirty"))
        .flatMap(GitCommit::revision);
  }

  /** What git answers; nothing where it fails or hangs. */
  private static Optional<String> answer(String git, Path checkout, String... question) {
    List<String> command = new ArrayList<>(List.of(git, "-C", checkout.toString()));
    command.addAll(List.of(question));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    try {
      Process process = builder.start();
      FutureTask<byte[]> reading = new FutureTask<>(() -> process.getInputStream().readAllBytes());
      Thread reader = new Thread(reading, "weft-git");
      reader.setDaemon(true);
      reader.start();
      try {
        String answer = new String(reading.get(SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        return ended && process.exitValue() == 0 ? Optional.of(answer.strip()) : Optional.empty();
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
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
