package dev.weft.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The revision of the checkout that this program runs from, or that its bundle was made from. */
public final class GitCommit {
  /** What all answers together may take: a git that hangs holds no run for longer. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Asked once: what runs is what was there when it began. */
  private static final class OfProcess {
    private static final Optional<String> COMMIT = ofHome(System.getProperty("weft.home", ""));

    private static Optional<String> ofHome(String home) {
      return home.isBlank() ? Optional.empty() : of(Path.of(home));
    }
  }

  private GitCommit() {}

  /** Of the folder that the launcher names in {@code weft.home}; empty where it is no checkout. */
  static Optional<String> ofProcess() {
    return OfProcess.COMMIT;
  }

  /**
   * Of a folder; {@code -dirty} is added where files of it were changed. A bundle has the answer in
   * its file {@code commit}.
   */
  public static Optional<String> of(Path checkout) {
    return of(checkout, "git", LIMIT);
  }

  /** The same, asking another program, whose answers together may take so long. */
  static Optional<String> of(Path checkout, String git, Duration limit) {
    if (!Files.exists(checkout.resolve(".git"))) {
      return ofBundle(checkout.resolve("commit"));
    }
    long until = System.nanoTime() + limit.toNanos();
    // Not describe --dirty, which writes into the user's index whatever it is told.
    return answer(until, git, checkout, "rev-parse", "HEAD")
        .flatMap(
            commit ->
                answer(until, git, checkout, "status", "--porcelain", "--untracked-files=no")
                    .map(changes -> changes.isEmpty() ? commit : commit + "-dirty"))
        .flatMap(GitCommit::revision);
  }

  /** What git answers; nothing where it fails, or not until then. */
  private static Optional<String> answer(
      long until, String git, Path checkout, String... question) {
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
        String answer =
            new String(
                reading.get(until - System.nanoTime(), TimeUnit.NANOSECONDS),
                StandardCharsets.UTF_8);
        boolean ended = process.waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS);
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
