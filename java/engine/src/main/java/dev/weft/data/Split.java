package dev.weft.data;

import dev.weft.random.Philox;

/**
 * Two disjoint parts of a data set.
 *
 * @param train what to learn from
 * @param held what is held back
 */
public record Split(Dataset train, Dataset held) {
  /** Keeps a split's draws apart from the trainer's shuffles, whose step is 0. */
  private static final int SPLIT_STEP = 1;

  /** Holds back the last samples; both parts are views. */
  public static Split last(Dataset data, int samples) {
    if (samples < 0 || samples > data.size()) {
      throw new IllegalArgumentException(
          samples + " samples cannot be held back from " + data.size());
    }
    return new Split(data.first(data.size() - samples), data.last(samples));
  }

  /**
   * Holds back the last samples, as many as Keras does: of {@code n} samples those from {@code
   * floor(n * (1 - fraction))} on.
   *
   * @param fraction from 0 to below 1
   */
  public static Split lastFraction(Dataset data, double fraction) {
    requireFraction(fraction);
    return last(data, data.size() - (int) Math.floor(data.size() * (1 - fraction)));
  }

  /**
   * Holds back the same fraction of every class, rounded to whole samples, drawn from {@code seed}.
   * Both parts are copies in the order of the original.
   *
   * @param fraction from 0 to below 1
   */
  public static Split stratified(Dataset data, double fraction, long seed) {
    requireFraction(fraction);
    int[] left = data.classCounts();
    int[] wanted = new int[left.length];
    int held = 0;
    for (int c = 0; c < left.length; c++) {
      wanted[c] = (int) Math.round(left[c] * fraction);
      held += wanted[c];
    }
    int[] heldSamples = new int[held];
    int[] trainSamples = new int[data.size() - held];
    Philox random = new Philox(seed, 0, SPLIT_STEP, Philox.SHUFFLE);
    // Selection sampling (Knuth, volume 2, algorithm S) within each class.
    for (int i = 0, h = 0, t = 0; i < data.size(); i++) {
      int label = data.label(i);
      if (random.below(i, left[label]) < wanted[label]) {
        heldSamples[h++] = i;
        wanted[label]--;
      } else {
        trainSamples[t++] = i;
      }
      left[label]--;
    }
    return new Split(data.select(trainSamples), data.select(heldSamples));
  }

  private static void requireFraction(double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "the fraction held back is " + fraction + ", expected 0 to below 1");
    }
  }
}
