package dev.weft.datasets.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How other programs are run. */
public interface Commands {
  /**
   * What a program left behind.
   *
   * @param status its exit status
   * @param output the last part of what it printed
   */
  record Result(int status, String output) {}

  /** Whether a program of this name can be found. */
  boolean exists(String program);

  /**
   * Runs a program to its end.
   *
   * @throws IOException where it cannot be run or does not end in time
   * @throws InterruptedException where this thread is interrupted; the program has been ended
   */
  Result run(Path folder, List<String> command, Duration limit)
      throws IOException, InterruptedException;
}
