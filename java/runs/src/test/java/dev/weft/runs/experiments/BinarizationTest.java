package dev.weft.runs.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.data.LabelMapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinarizationTest {
  /** Three classes: 0 and 2 are group 1, class 1 is group 0. */
  private final Binarization binarization =
      new Binarization(new LabelMapping(List.of(1, 0, 1), List.of("no", "yes")));

  private final int[] truth = {0, 1, 2, 1};

  /** The second sample's most probable class is 1, but 0 and 2 together are more probable. */
  private final float[] probabilities = {
    0.8f, 0.1f, 0.1f, 0.3f, 0.4f, 0.3f, 0.1f, 0.2f, 0.7f, 0.05f, 0.9f, 0.05f
  };

  @Test
  void lossIsTheCrossEntropyOfTheSums() {
    double expected = -(Math.log(0.9) + Math.log(0.4) + Math.log(0.8) + Math.log(0.9)) / 4;
    assertEquals(expected, binarization.loss(truth, probabilities), 1e-6);
  }

  @Test
  void impossibleAnswersHaveAFiniteLoss() {
    float[] sure = {0, 1, 0};
    assertEquals(-Math.log(1e-7), binarization.loss(new int[] {0}, sure), 1e-9);
  }

  @Test
  void takesTwoGroupsOnly() {
    LabelMapping three = new LabelMapping(List.of(0, 1, 2), List.of("a", "b", "c"));
    assertThrows(IllegalArgumentException.class, () -> new Binarization(three));
  }
}
