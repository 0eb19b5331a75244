package dev.weft.runs.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.metrics.Predictions;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
  private static Predictions answers(float... probabilities) {
    int[] truth = {1, 0};
    return new Predictions(List.of("a", "b"), truth, new int[2], probabilities);
  }

  @Test
  void averagesProbabilitiesOfTheFirstMembers() {
    // Sample 0 is of class 1, sample 1 of class 0.
    List<Predictions> members =
        List.of(
            answers(0.9f, 0.1f, 0.4f, 0.6f),
            answers(0.3f, 0.7f, 0.9f, 0.1f),
            answers(0.1f, 0.9f, 0.1f, 0.9f));
    assertEquals(List.of(0.0, 0.5, 0.5), Ensemble.accuracies(members));
    assertEquals(
        List.of(0.0, 1.0), Ensemble.accuracies(List.of(members.get(0), answers(0, 1, 1, 0))));
  }

  @Test
  void oneOutputIsThatOfClassOne() {
    assertEquals(
        List.of(0.5, 1.0), Ensemble.accuracies(List.of(answers(0.4f, 0.2f), answers(0.9f, 0.6f))));
  }
}
