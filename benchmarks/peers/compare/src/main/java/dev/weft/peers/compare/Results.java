package dev.weft.peers.compare;

import java.util.List;
import java.util.Map;

/**
 * Everything that a comparison found, as cpu-peers.json has it. Times of all rounds are pooled.
 *
 * @param dataHash one hash over the data set
 * @param facts by contestant: versions and settings as they themselves report them
 * @param peaks the machine's sgemm, 4096 cubed
 */
record Results(
    String command,
    String started,
    double durationSeconds,
    String commit,
    Map<String, Object> machine,
    String dataHash,
    int rounds,
    boolean quick,
    Map<String, Object> facts,
    List<Peak> peaks,
    List<Training> training,
    List<Accuracy> accuracy,
    List<Inference> inference,
    List<Failure> failures) {

  /** Useful operations of training on one sample: forward, both gradients, no first input's. */
  static final double FLOP_PER_SAMPLE = 2.0 * (2 * 784 * 32 + 3 * 32 * 32 + 3 * 32 * 10);

  /** Samples of an epoch. */
  static final int EPOCH = 50_000;

  record Peak(int threads, Statistic gflops) {}

  /**
   * Epochs of one batch size.
   *
   * @param samples that were really trained on an epoch; fewer than 50,000 where the time was
   *     scaled
   * @param steps of these, counted
   * @param secondsPerEpoch scaled to 50,000 samples
   * @param gflops useful work a second
   * @param fractionOfPeak of the sgemm peak on as many threads; NaN where that failed
   */
  record Training(
      String peer,
      String form,
      int threads,
      int batch,
      int samples,
      int steps,
      Statistic secondsPerEpoch,
      double gflops,
      double fractionOfPeak) {
    boolean scaled() {
      return samples < EPOCH;
    }
  }

  /** On the test images after ten epochs at batch 32. */
  record Accuracy(String peer, String form, int threads, double value) {}

  /** Seconds a call with so many images. */
  record Inference(String peer, String form, int threads, int images, Statistic seconds) {}

  /** A process that did not do its work. */
  record Failure(String contestant, int round, String reason) {}
}
