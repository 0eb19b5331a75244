package dev.weft.runs.imbalance;

import java.util.Arrays;
import java.util.List;

/**
 * How much of each class is kept.
 *
 * @param text as it was spelt
 * @param shape how shares follow from the numbers
 * @param numbers the ratio, or the shares of the classes in order
 */
public record Profile(String text, Shape shape, List<Double> numbers) {
  /** How shares follow from a ratio. */
  public enum Shape {
    /** From 1 for the first class by equal factors to 1 / ratio for the last (Cui et al., 2019). */
    LONG_TAIL,
    /** 1 for the first half of the classes, 1 / ratio for the others (Buda et al., 2018). */
    STEP,
    /** A share a class. */
    GIVEN
  }

  /**
   * {@code RATIO} for a long tail, {@code step:RATIO}, or a share a class separated by commas.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  public static Profile parse(String text) {
    String stripped = text.strip();
    boolean step = stripped.startsWith("step:");
    String texts = step ? stripped.substring("step:".length()) : stripped;
    List<Double> values;
    try {
      values = Arrays.stream(texts.split(",", -1)).map(Double::valueOf).toList();
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
    if (values.size() == 1) {
      if (!(values.get(0) >= 1 && values.get(0) <= 1e6)) {
        throw wrong(text);
      }
      return new Profile(stripped, step ? Shape.STEP : Shape.LONG_TAIL, values);
    }
    if (step || !values.stream().allMatch(share -> share > 0 && share <= 1)) {
      throw wrong(text);
    }
    return new Profile(stripped, Shape.GIVEN, values);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "expected RATIO from 1, such as 100 (a long tail), step:RATIO, or a share from 0 to 1 for"
            + " each class, not '"
            + text
            + "'");
  }

  /**
   * The share of each of some classes.
   *
   * @throws IllegalArgumentException where shares are of another number of classes
   */
  double[] of(int classes) {
    double[] all = new double[classes];
    switch (shape) {
      case GIVEN -> {
        if (numbers.size() != classes) {
          throw new IllegalArgumentException(
              "the profile "
                  + text
                  + " is of "
                  + numbers.size()
                  + " classes, the data has "
                  + classes);
        }
        Arrays.setAll(all, numbers::get);
      }
      case STEP -> Arrays.setAll(all, k -> k < (classes + 1) / 2 ? 1 : 1 / numbers.get(0));
      case LONG_TAIL ->
          Arrays.setAll(
              all, k -> classes == 1 ? 1 : Math.pow(numbers.get(0), -(double) k / (classes - 1)));
    }
    return all;
  }

  @Override
  public String toString() {
    return text;
  }
}
