package dev.weft.runs.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final Comparison comparison = Comparison.of(Outcomes.of(0.871, 0.994, 0.991, 0.009));

  @Test
  void putsTheStudysFiguresBesideOurs() {
    Comparison.Row first = comparison.rows().get(0);
    assertEquals(
        new Comparison.Row("multiclass", "test accuracy", "0.868", "0.8710", "0.8710"), first);
    List<String> studies = comparison.rows().stream().map(Comparison.Row::study).toList();
    for (String figure :
        List.of(
            "0.868",
            "0.877",
            "20",
            "3 s",
            "0.994",
            "0.991",
            "3977, 23 / 33, 5967",
            "3975, 25 / 66, 5934")) {
      assertTrue(studies.contains(figure), figure);
    }
  }

  @Test
  void everyRowNamesItsExperiment() {
    assertEquals(
        List.of("multiclass", "binary", "binarized"),
        comparison.rows().stream().map(Comparison.Row::experiment).distinct().toList());
  }

  @Test
  void theStudysOwnFiguresAddUp() {
    for (var matrix : List.of(Study.BINARY_CONFUSION, Study.BINARIZED_CONFUSION)) {
      assertEquals(4000, matrix.get(0).stream().mapToLong(Long::longValue).sum());
      assertEquals(6000, matrix.get(1).stream().mapToLong(Long::longValue).sum());
    }
    assertEquals(
        Study.BINARY_TEST_ACCURACY,
        (Study.BINARY_CONFUSION.get(0).get(0) + Study.BINARY_CONFUSION.get(1).get(1)) / 1e4,
        5e-4);
    assertEquals(
        Study.BINARIZED_TEST_ACCURACY,
        (Study.BINARIZED_CONFUSION.get(0).get(0) + Study.BINARIZED_CONFUSION.get(1).get(1)) / 1e4,
        5e-4);
  }
}
