package dev.weft.app.options;

import dev.weft.UsageException;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.InstructionSet;
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

  @Option(
      names = "--instructions",
      paramLabel = "SET",
      defaultValue = "auto",
      description =
          "Of the CPU's kernels: auto (the widest here), baseline, avx2 or avx512. Results depend on"
              + " it in their last bits.")
  private String instructions;

  /** What the CPU's kernels are made of, checked. */
  public InstructionSet instructions() {
    try {
      return InstructionSet.parse(instructions);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--instructions: " + e.getMessage(), e);
    }
  }

  /** The backend's name, checked; where instructions are named it is that of the CPU. */
  public String backend() {
    String named = named();
    if (instructions() == InstructionSet.AUTO || named.equals("cpu")) {
      return named;
    }
    if (!named.equals("auto")) {
      throw new UsageException(
          "--instructions " + instructions + " is the CPU's, but --backend is " + named);
    }
    return "cpu";
  }

  private String named() {
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
