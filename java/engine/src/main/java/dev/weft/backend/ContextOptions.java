package dev.weft.backend;

/**
 * How a device is opened.
 *
 * @param device its number, 0 for the first; CPU backends have only 0
 * @param threads CPU threads, or 0 for one a core; results do not depend on it
 * @param instructions what the CPU backend's kernels are made of; results depend on it
 */
public record ContextOptions(int device, int threads, InstructionSet instructions) {
  /** The most threads that may be asked for. */
  public static final int MAX_THREADS = 1024;

  public ContextOptions {
    if (device < 0) {
      throw new IllegalArgumentException("a device number is not negative: " + device);
    }
    if (threads < 0 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must lie between 0 (one a core) and " + MAX_THREADS + ", not " + threads);
    }
  }

  /** With the widest instruction set. */
  public ContextOptions(int device, int threads) {
    this(device, threads, InstructionSet.AUTO);
  }

  public static ContextOptions defaults() {
    return new ContextOptions(0, 0);
  }
}
