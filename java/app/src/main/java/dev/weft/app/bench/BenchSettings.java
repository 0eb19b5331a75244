package dev.weft.app.bench;

import java.util.List;

/**
 * What is measured.
 *
 * @param batchSizes each at least 1
 * @param epochs to be timed of each, after one to warm up
 * @param threads CPU threads, 0 for one a core
 * @param secondsAllowed for everything; at least one epoch of each backend is timed all the same
 */
public record BenchSettings(
    List<Integer> batchSizes, int epochs, int threads, double secondsAllowed) {
  /** The most epochs that may be timed. */
  public static final int MAX_EPOCHS = 10_000;

  public BenchSettings {
    batchSizes = List.copyOf(batchSizes);
    if (batchSizes.isEmpty() || batchSizes.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException("--batch-size takes sizes from 1, not " + batchSizes);
    }
    if (epochs < 1 || epochs > MAX_EPOCHS) {
      throw new IllegalArgumentException("--epochs takes 1 to " + MAX_EPOCHS + ", not " + epochs);
    }
    if (!(secondsAllowed > 0)) {
      throw new IllegalArgumentException(
          "--max-seconds takes a positive number, not " + secondsAllowed);
    }
  }
}
