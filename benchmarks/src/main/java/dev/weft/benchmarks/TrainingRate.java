package dev.weft.benchmarks;

import java.util.Map;
import java.util.Optional;

/**
 * What the seconds of an epoch mean.
 *
 * @param path how the backend computed the network, see {@link dev.weft.Network#path}
 * @param threads CPU threads, 0 on a GPU
 * @param samplesPerSecond of the median epoch
 * @param flopPerSample the useful operations, see {@link NetworkShape#trainingFlop}
 * @param gflops useful operations a second in the median epoch, in 10^9
 * @param fractionOfPeak {@code gflops} over the best sgemm of as many threads in the same run
 * @param fractionOfMedianSgemm {@code gflops} over its median
 */
record TrainingRate(
    String path,
    int threads,
    double samplesPerSecond,
    long flopPerSample,
    double gflops,
    Optional<Double> fractionOfPeak,
    Optional<Double> fractionOfMedianSgemm) {
  static TrainingRate of(
      String path, int threads, NetworkShape network, int samples, Distribution seconds) {
    double rate = samples / seconds.median();
    long flop = network.trainingFlop();
    return new TrainingRate(
        path, threads, rate, flop, rate * flop * 1e-9, Optional.empty(), Optional.empty());
  }

  /** Held against the peak of as many threads, where that was measured. */
  TrainingRate against(Map<Integer, SgemmPeak> peaks) {
    Optional<Distribution> peak = Optional.ofNullable(peaks.get(threads)).map(SgemmPeak::gflops);
    return new TrainingRate(
        path,
        threads,
        samplesPerSecond,
        flopPerSample,
        gflops,
        peak.map(sgemm -> gflops / sgemm.max()),
        peak.map(sgemm -> gflops / sgemm.median()));
  }
}
