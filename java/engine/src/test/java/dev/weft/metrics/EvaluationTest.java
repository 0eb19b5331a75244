package dev.weft.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.RangeMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final double EXACT = 1e-15;

  /** The example in the documentation of scikit-learn's classification_report. */
  private final Evaluation evaluation =
      Evaluation.ofPredictions(
          List.of("class 0", "class 1", "class 2"),
          new int[] {0, 1, 2, 2, 2},
          new int[] {0, 0, 2, 2, 1});

  @Test
  void scoresOfEachClassAreScikitLearns() {
    assertEquals(
        List.of(
            new ClassMetrics("class 0", 0.5, 1, 2 / 3.0, 1),
            new ClassMetrics("class 1", 0, 0, 0, 1),
            new ClassMetrics("class 2", 1, 2 / 3.0, 0.8, 3)),
        evaluation.perClass());
    assertEquals(0.6, evaluation.accuracy());
    assertEquals(5, evaluation.samples());
  }

  @Test
  void averagesAreScikitLearns() {
    assertEquals(0.5, evaluation.macro().precision(), EXACT);
    assertEquals(5 / 9.0, evaluation.macro().recall(), EXACT);
    assertEquals(22 / 45.0, evaluation.macro().f1(), EXACT);
    assertEquals(0.7, evaluation.weighted().precision(), EXACT);
    assertEquals(0.6, evaluation.weighted().recall(), EXACT);
    assertEquals((2 / 3.0 + 3 * 0.8) / 5, evaluation.weighted().f1(), EXACT);
  }

  @Test
  void theTableIsAligned() {
    String expected =
        """
                      precision     recall         f1    support

             class 0     0.5000     1.0000     0.6667          1
             class 1     0.0000     0.0000     0.0000          1
             class 2     1.0000     0.6667     0.8000          3

            accuracy                           0.6000          5
           macro avg     0.5000     0.5556     0.4889          5
        weighted avg     0.7000     0.6000     0.6133          5
        """;
    assertEquals(expected, evaluation.toString().replace(System.lineSeparator(), "\n"));
  }

  /** Labels that count from 1, as EMNIST's letters do, leave a class 0 that nothing is said of. */
  @Test
  void aClassThatNeverOccursAndIsNeverPredictedCountsInNoAverage() {
    Evaluation absent =
        Evaluation.ofPredictions(List.of("-", "a", "b"), new int[] {1, 2, 2}, new int[] {1, 2, 1});
    assertEquals(new ClassMetrics("-", 0, 0, 0, 0), absent.perClass().get(0));
    assertEquals(new Averages(0.75, 0.75, 2 / 3.0), absent.macro());
    assertEquals(2 / 3.0, absent.weighted().recall(), EXACT);
    Evaluation right =
        Evaluation.ofPredictions(List.of("-", "a", "b"), new int[] {1, 2}, new int[] {1, 2});
    assertEquals(new Averages(1, 1, 1), right.macro());
  }

  @Test
  void aClassThatOnlyTruthOrOnlyPredictionsHaveCountsAsZero() {
    Evaluation predicted =
        Evaluation.ofPredictions(List.of("a", "b"), new int[] {0, 0}, new int[] {0, 1});
    assertEquals(new Averages(0.5, 0.25, 1 / 3.0), predicted.macro());
    Evaluation missed =
        Evaluation.ofPredictions(List.of("a", "b"), new int[] {0, 1}, new int[] {0, 0});
    assertEquals(new Averages(0.25, 0.5, 1 / 3.0), missed.macro());
  }

  @Test
  void takesWhatABackendCounted() {
    RangeMetrics metrics = new RangeMetrics(0.25, 3, new long[] {1, 1, 0, 2});
    Evaluation counted = Evaluation.of(List.of("no", "yes"), 4, metrics);
    assertEquals(0.25, counted.loss());
    assertEquals(0.75, counted.accuracy());
    assertEquals(1, counted.confusion().count(0, 1));
    assertTrue(counted.toString().contains("loss 0.2500 over 4 samples"));
    assertEquals(List.of("0", "1"), Evaluation.of(List.of(), 4, metrics).confusion().classNames());
  }

  @Test
  void outputsThatAreNoClassesHaveALossAlone() {
    Evaluation values = Evaluation.of(List.of(), 7, new RangeMetrics(1.5, 0, new long[0]));
    assertFalse(values.classifies());
    assertTrue(Double.isNaN(values.accuracy()));
    assertThrows(IllegalStateException.class, values::confusion);
    assertThrows(IllegalStateException.class, values::perClass);
    assertEquals("loss 1.5000 over 7 samples", values.toString().strip());
  }
}
