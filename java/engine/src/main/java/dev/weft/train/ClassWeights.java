package dev.weft.train;

import dev.weft.data.Dataset;
import java.util.ArrayList;
import java.util.List;

/**
 * Factors on the loss of each class while training; the loss of a batch is the weighted sum over
 * the number of its samples, as in Keras. They print as options and JSON spell them.
 */
public sealed interface ClassWeights {
  /**
   * One factor a class, or none at all for 1 throughout.
   *
   * @param trained the samples that train, with labels where there are weights
   * @throws IllegalArgumentException where the samples have no such weights
   */
  List<Float> of(Dataset trained);

  /** All classes count the same. */
  static ClassWeights none() {
    return new None();
  }

  /** Each class counts the same in sum: samples / (classes x samples of the class). */
  static ClassWeights balanced() {
    return new Balanced();
  }

  /** One factor a class, finite and not negative. */
  static ClassWeights of(float... weights) {
    List<Float> list = new ArrayList<>();
    for (float weight : weights) {
      list.add(weight);
    }
    return new Given(list);
  }

  /**
   * What a text spells.
   *
   * @throws IllegalArgumentException where it spells none
   */
  static ClassWeights parse(String text) {
    if (text.equalsIgnoreCase("balanced")) {
      return balanced();
    }
    if (text.equalsIgnoreCase("none")) {
      return none();
    }
    String expected = "balanced, none, or one weight a class separated by commas";
    List<Float> weights = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      weights.add(SpecText.decimal(part, text, expected));
    }
    return new Given(weights);
  }

  /** All classes count the same. */
  record None() implements ClassWeights {
    @Override
    public List<Float> of(Dataset trained) {
      return List.of();
    }

    @Override
    public String toString() {
      return "none";
    }
  }

  /** Each class counts the same in sum: samples / (classes x samples of the class). */
  record Balanced() implements ClassWeights {
    @Override
    public List<Float> of(Dataset trained) {
      requireLabels(trained);
      int[] counts = trained.classCounts();
      List<Float> weights = new ArrayList<>();
      for (int c = 0; c < counts.length; c++) {
        if (counts[c] == 0) {
          throw new SpecException(
              "{class_weights} balanced: no training sample is of class '"
                  + trained.classNames().get(c)
                  + "'");
        }
        weights.add((float) ((double) trained.size() / ((double) counts.length * counts[c])));
      }
      return List.copyOf(weights);
    }

    @Override
    public String toString() {
      return "balanced";
    }
  }

  /**
   * Given by hand.
   *
   * @param weights one a class, finite and not negative
   */
  record Given(List<Float> weights) implements ClassWeights {
    public Given {
      weights = List.copyOf(weights);
      for (float weight : weights) {
        if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException("a class weight is not negative: " + weight);
        }
      }
      if (weights.stream().allMatch(weight -> weight == 0)) {
        throw new IllegalArgumentException("at least one class weight must be above 0");
      }
    }

    @Override
    public List<Float> of(Dataset trained) {
      requireLabels(trained);
      return weights;
    }

    @Override
    public String toString() {
      return String.join(",", weights.stream().map(String::valueOf).toList());
    }
  }

  private static void requireLabels(Dataset trained) {
    if (!trained.hasLabels()) {
      throw new SpecException("{class_weights} needs data with class labels");
    }
  }
}
