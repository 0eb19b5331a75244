package dev.weft.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line in a process of its own, which can be killed. */
final class WeftProcess implements AutoCloseable {
  private static final Pattern EPOCH = Pattern.compile("(?m)^\\w+ +epoch +(\\d+)/.*");
  private static final Pattern GOES_ON = Pattern.compile("goes on after epoch (\\d+) of");

  private final Process process;
  private final Path said;

  private WeftProcess(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /** The arguments of a training of {@link SmallData} in plain Java, and more. */
  static List<String> training(Path data, String... more) {
    return trainingOn("java", data, more);
  }

  /** The same on another backend. */
  static List<String> trainingOn(String backend, Path data, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", "--dataset", "idx", "--data", data.toString(), "--backend", backend));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** Starts it in the folder of this process. */
  static WeftProcess start(Path said, List<String> arguments) {
    return start(Path.of("").toAbsolutePath(), said, List.of(), List.of(), arguments);
  }

  /**
   * Starts it.
   *
   * @param home the folder that it works in
   * @param said the file that standard error goes to
   * @param before what starts Java, such as a shell with limits; may be empty
   * @param java options of Java's
   */
  static WeftProcess start(
      Path home, Path said, List<String> before, List<String> java, List<String> arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("../launcher/java.options").toAbsolutePath());
    command.addAll(java);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    try {
      return new WeftProcess(
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(said.toFile())
              .start(),
          said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it came to its end within a time. */
  boolean ends(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Its exit code, when it has come to its end. */
  int code() throws InterruptedException {
    return process.waitFor();
  }

  /** As kill -9 and the system's out-of-memory killer do. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends it a signal, such as INT. */
  void signal(String name) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it wrote to standard error so far. */
  String said() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last epoch that it printed, 0 for none. */
  int lastEpoch() {
    Matcher epochs = EPOCH.matcher(said());
    int last = 0;
    while (epochs.find()) {
      last = Integer.parseInt(epochs.group(1));
    }
    return last;
  }

  /** The epoch that it went on after, -1 where it did not say so. */
  int wentOnAfter() {
    Matcher line = GOES_ON.matcher(said());
    return line.find() ? Integer.parseInt(line.group(1)) : -1;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
