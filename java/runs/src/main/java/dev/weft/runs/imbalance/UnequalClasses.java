package dev.weft.runs.imbalance;

import dev.weft.data.Dataset;
import dev.weft.runs.input.ClassDraw;
import dev.weft.runs.input.Samples;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Samples of which a profile has taken some away: of those that train and of those that validate
 * alike, as they would come from a world in which some classes are rare. The test samples stay.
 *
 * @param train those that train, then those that validate
 * @param trainCounts how many of each class train
 * @param validationCounts how many of each class validate
 */
record UnequalClasses(Samples samples, int[] trainCounts, int[] validationCounts) {
  /** Which samples stay is the same for every seed of a training. */
  private static final long SEED = 0;

  /**
   * Takes away.
   *
   * @param spec whose validation says which samples validate
   * @throws IllegalArgumentException where a class would have nothing left to train on
   */
  static UnequalClasses of(Samples all, Profile profile, TrainingSpec spec) {
    Dataset data = all.train();
    double[] shares = profile.of(data.classNames().size());
    int training = spec.trainSamples(data.size());
    List<Integer> kept = new ArrayList<>();
    int[] trainCounts = keep(data.range(0, training), shares, 0, kept);
    for (int k = 0; k < trainCounts.length; k++) {
      if (trainCounts[k] == 0) {
        throw new IllegalArgumentException(
            "the profile "
                + profile
                + " leaves nothing to train on of "
                + data.classNames().get(k));
      }
    }
    int[] validationCounts = keep(data.range(training, data.size()), shares, training, kept);
    Dataset chosen = data.select(kept.stream().mapToInt(Integer::intValue).toArray());
    return new UnequalClasses(all.withTrain(chosen), trainCounts, validationCounts);
  }

  private static int[] keep(Dataset part, double[] shares, int from, List<Integer> kept) {
    int[] counts = new int[shares.length];
    List<List<Integer>> classes = ClassDraw.of(part, SEED);
    for (int k = 0; k < shares.length; k++) {
      counts[k] = (int) Math.round(shares[k] * classes.get(k).size());
      classes.get(k).subList(0, counts[k]).stream().sorted().forEach(i -> kept.add(from + i));
    }
    return counts;
  }

  private int training() {
    int sum = 0;
    for (int count : trainCounts) {
      sum += count;
    }
    return sum;
  }

  /** A specification with the validation samples that are left. */
  TrainingSpec fitted(TrainingSpec spec) {
    return spec.toBuilder()
        .validation(Validation.last(samples.train().size() - training()))
        .build();
  }

  /** The same samples, those of small classes several times among those that train. */
  Samples oversampled() {
    Dataset data = samples.train();
    int training = training();
    int largest = 0;
    for (int count : trainCounts) {
      largest = Math.max(largest, count);
    }
    List<Integer> chosen = new ArrayList<>();
    SplittableRandom draws = new SplittableRandom(SEED);
    for (List<Integer> alike : ClassDraw.of(data.range(0, training), draws.nextLong())) {
      for (int i = 0; i < largest; i++) {
        chosen.add(alike.get(i % alike.size()));
      }
    }
    for (int i = training; i < data.size(); i++) {
      chosen.add(i);
    }
    return samples.withTrain(data.select(chosen.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** The share of each class among the samples that train. */
  double[] shares() {
    double[] shares = new double[trainCounts.length];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = (double) trainCounts[k] / training();
    }
    return shares;
  }
}
