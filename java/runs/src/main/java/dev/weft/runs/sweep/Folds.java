package dev.weft.runs.sweep;

import dev.weft.data.Dataset;
import dev.weft.train.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Parts of a data set, each of which validates once while the others train. Where samples have
 * classes, each part has its share of every class; which samples are in which part is drawn once
 * for all, so that configurations meet the same ones.
 */
final class Folds {
  private static final long SEED = 0;

  private final Dataset data;
  private final int[] folds;
  private final int count;

  /**
   * Deals the samples.
   *
   * @throws SpecException where there are fewer samples than folds
   */
  Folds(Dataset data, int count) {
    if (data.size() < count) {
      throw new SpecException(
          "{folds} " + count + " is more than there are samples: " + data.size());
    }
    this.data = data;
    this.count = count;
    this.folds = new int[data.size()];
    SplittableRandom draws = new SplittableRandom(SEED);
    int dealt = 0;
    for (List<Integer> alike : classes(data)) {
      shuffle(alike, draws);
      for (int sample : alike) {
        folds[sample] = dealt++ % count;
      }
    }
  }

  private static List<List<Integer>> classes(Dataset data) {
    int classes = data.hasLabels() ? data.classNames().size() : 1;
    List<List<Integer>> samples = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      samples.add(new ArrayList<>());
    }
    for (int i = 0; i < data.size(); i++) {
      samples.get(data.hasLabels() ? data.label(i) : 0).add(i);
    }
    return samples;
  }

  private static void shuffle(List<Integer> samples, SplittableRandom draws) {
    for (int i = samples.size() - 1; i > 0; i--) {
      int j = draws.nextInt(i + 1);
      int other = samples.get(j);
      samples.set(j, samples.get(i));
      samples.set(i, other);
    }
  }

  /** How many samples the part has that validates. */
  int validation(int fold) {
    int size = 0;
    for (int one : folds) {
      size += one == fold - 1 ? 1 : 0;
    }
    return size;
  }

  /** All samples, those of the part that validates last; parts are counted from 1. */
  Dataset data(int fold) {
    int[] order = new int[folds.length];
    int train = 0;
    int validation = folds.length - validation(fold);
    for (int sample = 0; sample < folds.length; sample++) {
      if (folds[sample] == fold - 1) {
        order[validation++] = sample;
      } else {
        order[train++] = sample;
      }
    }
    return data.select(order);
  }

  int count() {
    return count;
  }
}
