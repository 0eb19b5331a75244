package dev.weft.runs.sweep;

import dev.weft.data.Dataset;
import dev.weft.runs.input.ClassDraw;
import dev.weft.train.SpecException;
import java.util.List;

/**
 * Parts of a data set, each of which validates once while the others train. Where samples have
 * classes, each part has its share of every class; which samples are in which part is drawn once
 * for all, so that configurations meet the same ones.
 */
final class Folds {
  private static final long SEED = 0;

  private final Dataset data;
  private final int[] folds;

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
    this.folds = new int[data.size()];
    int dealt = 0;
    for (List<Integer> alike : ClassDraw.of(data, SEED)) {
      for (int sample : alike) {
        folds[sample] = dealt++ % count;
      }
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
}
