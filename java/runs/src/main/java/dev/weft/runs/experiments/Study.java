package dev.weft.runs.experiments;

import java.util.List;

/**
 * The original study's figures, here and nowhere else. It trained with Keras on a laptop and
 * reported each model with its last weights, to three decimals.
 */
public final class Study {
  /** Test accuracy of the ten-class model. */
  public static final double MULTICLASS_TEST_ACCURACY = 0.868;

  /** Its validation accuracy after {@link #MULTICLASS_EPOCHS}. */
  public static final double MULTICLASS_VAL_ACCURACY = 0.877;

  /** The epochs after which it stopped early. */
  public static final int MULTICLASS_EPOCHS = 20;

  /** Test accuracy of the two-class model. */
  public static final double BINARY_TEST_ACCURACY = 0.994;

  /** Its validation accuracy. */
  public static final double BINARY_VAL_ACCURACY = 0.994;

  /** Its test confusion matrix [truth][predicted]: footwear and bags, clothing. */
  public static final List<List<Long>> BINARY_CONFUSION =
      List.of(List.of(3977L, 23L), List.of(33L, 5967L));

  /** Test accuracy of the ten-class model's classes mapped to two. */
  public static final double BINARIZED_TEST_ACCURACY = 0.991;

  /** The confusion matrix of the mapped classes, as above. */
  public static final List<List<Long>> BINARIZED_CONFUSION =
      List.of(List.of(3975L, 25L), List.of(66L, 5934L));

  /** Seconds of an epoch. */
  public static final double SECONDS_PER_EPOCH = 3;

  /** What the ten-class model confused most. */
  public static final List<ConfusedPair> MOST_CONFUSED =
      List.of(
          new ConfusedPair("Shirt", "T-shirt/top", false),
          new ConfusedPair("Shirt", "Pullover", false),
          new ConfusedPair("Pullover", "Coat", true));

  private Study() {}

  /**
   * Two classes taken for one another.
   *
   * @param truth the class of the samples
   * @param predicted what they were taken for
   * @param eitherWay whether the study does not say which was taken for which
   */
  public record ConfusedPair(String truth, String predicted, boolean eitherWay) {
    @Override
    public String toString() {
      return truth + (eitherWay ? " with " : " as ") + predicted;
    }
  }
}
