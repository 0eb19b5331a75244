package dev.weft.app.options;

import dev.weft.UsageException;
import dev.weft.backend.ContextOptions;
import picocli.CommandLine.Option;

/** What to compute on. */
public final class BackendOptions {
  private static final String CHOICES = "auto|cpu|java|cuda(:[0-9]{1,3})?";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "auto, cpu, java (slow, runs everywhere), cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "CPU threads; 0 is one a core. Results do not depend on it.")
  private int threads;

  /** The backend's name, checked. */
  public String backend() {
    if (!backend.matches(CHOICES)) {
      throw new UsageException(
          "--backend takes auto, cpu, java, cuda or cuda:N, not '" + backend + "'");
    }
    return backend;
  }

  /** The number of CPU threads, checked; 0 for one a core. */
  public int threads() {
    if (threads < 0 || threads > ContextOptions.MAX_THREADS) {
      throw new UsageException(
          "--threads takes 0 (one a core) to " + ContextOptions.MAX_THREADS + ", not " + threads);
    }
    return threads;
  }
}
