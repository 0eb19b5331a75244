package dev.weft.app.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.console.Style;
import dev.weft.runs.experiments.Comparison;
import dev.weft.runs.experiments.Comparison.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  private final Comparison comparison =
      new Comparison(
          List.of(
              new Row("multiclass", "test accuracy", "0.868", "0.8710", "0.8702"),
              new Row("multiclass", "epochs", "20", "19", "14"),
              new Row("binary", "test accuracy", "0.994", "0.9952", "0.9953"),
              new Row(
                  "binary",
                  "confusion",
                  "3977, 23 / 33, 5967",
                  "3979, 21 / 27, 5973",
                  "3982, 18 / 29, 5971"),
              new Row("binarized", "test accuracy, summed", "", "0.9937", "0.9931")));

  @Test
  void onlyTheFirstRowNamesItsExperiment() {
    String table = ComparisonTable.of(comparison, Style.PLAIN);
    for (String name : List.of("multiclass", "binary", "binarized")) {
      assertEquals(1, table.lines().filter(line -> line.startsWith(name + " ")).count(), table);
    }
  }

  @Test
  void coloursAddCodesAndChangeNothingElse() {
    String coloured = ComparisonTable.of(comparison, Style.ANSI);
    assertTrue(coloured.contains("\u001b[1mbinary\u001b[0m"), coloured);
    assertEquals(
        ComparisonTable.of(comparison, Style.PLAIN), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void fitsAHundredColumns() {
    ComparisonTable.of(comparison, Style.PLAIN)
        .lines()
        .forEach(line -> assertTrue(line.length() <= 100, line));
  }
}
