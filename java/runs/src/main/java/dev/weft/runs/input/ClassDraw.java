package dev.weft.runs.input;

import dev.weft.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The samples of each class in an order that is drawn. */
public final class ClassDraw {
  private ClassDraw() {}

  /**
   * Draws.
   *
   * @param seed the same one draws the same orders
   * @return numbers of samples, a list a class in the order of classes; one list of all where
   *     samples have no classes
   */
  public static List<List<Integer>> of(Dataset data, long seed) {
    int classes = data.hasLabels() ? data.classNames().size() : 1;
    List<List<Integer>> samples = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      samples.add(new ArrayList<>());
    }
    for (int i = 0; i < data.size(); i++) {
      samples.get(data.hasLabels() ? data.label(i) : 0).add(i);
    }
    SplittableRandom draws = new SplittableRandom(seed);
    samples.forEach(alike -> shuffle(alike, draws));
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
}
