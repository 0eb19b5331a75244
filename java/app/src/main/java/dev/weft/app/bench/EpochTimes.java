package dev.weft.app.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Epochs of one batch size on one device, timed.
 *
 * @param stepsPerEpoch as counted by the optimizer, the partial batch among them
 * @param epochSeconds training time of each epoch after the warm-up
 * @param median of them
 * @param samplesPerSecond of the median
 */
public record EpochTimes(
    int batchSize,
    int samples,
    int stepsPerEpoch,
    List<Double> epochSeconds,
    double median,
    double min,
    double max,
    double samplesPerSecond) {
  static EpochTimes of(int batchSize, int samples, int stepsPerEpoch, List<Double> epochSeconds) {
    double[] sorted = epochSeconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new EpochTimes(
        batchSize,
        samples,
        stepsPerEpoch,
        List.copyOf(epochSeconds),
        median,
        sorted[0],
        Arrays.stream(sorted).max().orElseThrow(),
        samples / median);
  }
}
