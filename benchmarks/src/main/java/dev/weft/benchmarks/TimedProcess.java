package dev.weft.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of a process.
 *
 * @param seconds from its start to its end
 * @param output its lines on standard output, each with the seconds at which it came
 * @param peakMegabytes its largest resident set, where GNU time could be asked
 */
record TimedProcess(double seconds, List<Line> output, Optional<Double> peakMegabytes) {
  /**
   * A line of output.
   *
   * @param seconds after the start of the process
   */
  record Line(double seconds, String text) {}

  private static final double BYTES_A_KILOBYTE = 1024;

  /**
   * Runs a process to its end, in the environment and folder of its builder.
   *
   * @throws SuiteException where it fails
   */
  static TimedProcess run(ProcessBuilder builder, Optional<Path> gnuTime) {
    List<String> asked = List.copyOf(builder.command());
    try {
      Path memory = Files.createTempFile("weft-memory", ".txt");
      try {
        gnuTime.ifPresent(
            time -> {
              List<String> command =
                  new ArrayList<>(List.of(time.toString(), "-f", "%M", "-o", memory.toString()));
              command.addAll(asked);
              builder.command(command);
            });
        return run(builder, memory, gnuTime.isPresent());
      } finally {
        Files.deleteIfExists(memory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuiteException("interrupted while " + asked + " ran", e);
    }
  }

  private static TimedProcess run(ProcessBuilder builder, Path memory, boolean measured)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<Line> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(new Line((System.nanoTime() - start) * 1e-9, line));
      }
    }
    int code = process.waitFor();
    double seconds = (System.nanoTime() - start) * 1e-9;
    if (code != 0) {
      throw new SuiteException(String.join(" ", builder.command()) + " ended with code " + code);
    }
    return new TimedProcess(
        seconds,
        output,
        measured
            ? Optional.of(
                Double.parseDouble(Files.readString(memory).strip()) * BYTES_A_KILOBYTE / 1e6)
            : Optional.empty());
  }

  /** GNU time, which knows the largest resident set of what it ran; not every machine has it. */
  static Optional<Path> gnuTime() {
    for (String name :
        List.of("/usr/bin/time", "/usr/local/bin/gtime", "/opt/homebrew/bin/gtime")) {
      Path time = Path.of(name);
      if (Files.isExecutable(time) && answers(time)) {
        return Optional.of(time);
      }
    }
    return Optional.empty();
  }

  private static boolean answers(Path time) {
    try {
      return new ProcessBuilder(time.toString(), "-f", "%M", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
