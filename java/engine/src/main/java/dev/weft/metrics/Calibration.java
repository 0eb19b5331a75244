package dev.weft.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities mean what they say: samples are put into bins of equal width by their
 * probability, and in each bin the mean probability is held against the fraction that came true (a
 * reliability diagram: DeGroot and Fienberg, The comparison and evaluation of forecasters, 1983).
 *
 * @param bins from probability 0 to 1; bin b of n holds the probabilities above b/n up to (b+1)/n,
 *     the first one 0 as well
 */
public record Calibration(List<Bin> bins) {
  /**
   * One bin.
   *
   * @param from its lower end
   * @param to its upper end
   * @param samples in it
   * @param meanProbability of its samples; NaN where there are none
   * @param fraction of its samples for which it came true; NaN where there are none
   */
  public record Bin(double from, double to, long samples, double meanProbability, double fraction) {
    /** How far what was promised is from what came; 0 in an empty bin. */
    public double gap() {
      return samples == 0 ? 0 : Math.abs(meanProbability - fraction);
    }
  }

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Of the probability of class 1: does it come as often as it is said to.
   *
   * @param truth 0 or 1 [samples]
   * @param probabilities of class 1, 0 to 1 [samples]
   * @param bins their number, at least 1
   * @throws IllegalArgumentException where the values are not such
   */
  public static Calibration ofClass1(int[] truth, float[] probabilities, int bins) {
    RankedScores.require(truth, probabilities);
    Counting counting = new Counting(bins);
    for (int i = 0; i < truth.length; i++) {
      counting.add(probabilities[i], truth[i] == 1, i);
    }
    return counting.result();
  }

  /**
   * Of the most probable class, the first of equals: is it right as often as it is said to be (the
   * confidence calibration of Guo, Pleiss, Sun and Weinberger, On calibration of modern neural
   * networks, ICML 2017).
   *
   * @param truth from 0 to {@code classes - 1} [samples]
   * @param probabilities 0 to 1 [samples, classes]
   * @param classes at least 2
   * @param bins their number, at least 1
   * @throws IllegalArgumentException where the values are not such
   */
  public static Calibration ofConfidence(
      int[] truth, float[] probabilities, int classes, int bins) {
    if (classes < 2 || (long) truth.length * classes != probabilities.length) {
      throw new IllegalArgumentException(
          probabilities.length
              + " probabilities are not "
              + truth.length
              + " rows of "
              + classes
              + " classes, 2 at least");
    }
    Counting counting = new Counting(bins);
    for (int i = 0; i < truth.length; i++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        if (probabilities[i * classes + k] > probabilities[i * classes + best]) {
          best = k;
        }
      }
      counting.add(probabilities[i * classes + best], best == truth[i], i);
    }
    return counting.result();
  }

  private static final class Counting {
    private final long[] samples;
    private final long[] hits;
    private final double[] sums;

    Counting(int bins) {
      if (bins < 1) {
        throw new IllegalArgumentException("a calibration has at least 1 bin, not " + bins);
      }
      samples = new long[bins];
      hits = new long[bins];
      sums = new double[bins];
    }

    void add(float probability, boolean cameTrue, int sample) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "the probability " + probability + " of sample " + sample + " is not from 0 to 1");
      }
      int bin = Math.max(0, (int) Math.ceil((double) probability * samples.length) - 1);
      samples[bin]++;
      hits[bin] += cameTrue ? 1 : 0;
      sums[bin] += probability;
    }

    Calibration result() {
      List<Bin> bins = new ArrayList<>();
      double width = samples.length;
      for (int b = 0; b < samples.length; b++) {
        bins.add(
            new Bin(
                b / width,
                (b + 1) / width,
                samples[b],
                sums[b] / samples[b],
                (double) hits[b] / samples[b]));
      }
      return new Calibration(bins);
    }
  }

  /** The number of samples. */
  public long samples() {
    return bins.stream().mapToLong(Bin::samples).sum();
  }

  /**
   * The expected calibration error: the mean over the samples of their bin's gap between promised
   * and come true (Naeini, Cooper and Hauskrecht, Obtaining well calibrated probabilities using
   * Bayesian binning, AAAI 2015), from 0 to 1; NaN without samples.
   */
  public double expectedError() {
    return bins.stream().mapToDouble(bin -> bin.samples() * bin.gap()).sum() / samples();
  }

  /** The largest gap of a bin that has samples, the maximum calibration error; NaN without any. */
  public double maximumError() {
    return samples() == 0 ? Double.NaN : bins.stream().mapToDouble(Bin::gap).max().orElse(0);
  }
}
