package dev.weft.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.data.LabelMapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupEvaluationTest {
  /** Three classes: 0 and 2 are group 1, class 1 is group 0. */
  private static final LabelMapping MAPPING =
      new LabelMapping(List.of(1, 0, 1), List.of("no", "yes"));

  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final int[] TRUTH = {0, 1, 2, 1};

  /** The second sample's most probable class is 1, but 0 and 2 together are more probable. */
  private static final float[] PROBABILITIES = {
    0.8f, 0.1f, 0.1f, 0.3f, 0.4f, 0.3f, 0.1f, 0.2f, 0.7f, 0.05f, 0.9f, 0.05f
  };

  @Test
  void aMistakeWithinAGroupIsNone() {
    Evaluation mapped = GroupEvaluation.byClass(MAPPING, TRUTH, new int[] {2, 1, 0, 1});
    assertEquals(1.0, mapped.accuracy());
    assertEquals(List.of("no", "yes"), mapped.confusion().classNames());
    assertEquals(0.75, GroupEvaluation.byClass(MAPPING, TRUTH, new int[] {1, 1, 0, 1}).accuracy());
  }

  @Test
  void theLargerSumIsTheAnswer() {
    GroupEvaluation both =
        GroupEvaluation.of(
            MAPPING, new Predictions(NAMES, TRUTH, new int[] {0, 1, 2, 1}, PROBABILITIES));
    assertEquals(1, both.byClass().accuracy());
    assertEquals(0.75, both.bySum().accuracy());
    assertEquals(1, both.bySum().confusion().count(0, 1));
  }

  /** With three groups the sums are 0.3, 0.45 and 0.25. */
  @Test
  void thereMayBeMoreThanTwoGroups() {
    LabelMapping three = new LabelMapping(List.of(0, 1, 1, 2), List.of("x", "y", "z"));
    float[] probabilities = {0.3f, 0.25f, 0.2f, 0.25f};
    assertEquals(1, GroupEvaluation.bySum(three, new int[] {2}, probabilities).accuracy());
    assertEquals(0, GroupEvaluation.byClass(three, new int[] {2}, new int[] {0}).accuracy());
  }

  @Test
  void aMappingOfOtherClassesIsRefused() {
    LabelMapping two = new LabelMapping(List.of(0, 1), List.of("x", "y"));
    Predictions predictions = new Predictions(NAMES, TRUTH, new int[4], PROBABILITIES);
    assertThrows(IllegalArgumentException.class, () -> GroupEvaluation.of(two, predictions));
  }
}
