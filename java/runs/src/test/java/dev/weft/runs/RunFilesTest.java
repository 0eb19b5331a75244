package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.metrics.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves apart from its models says where it comes from. */
class RunFilesTest {
  private static final Evaluation TEST =
      Evaluation.ofPredictions(List.of("left", "right"), new int[] {0, 0, 1}, new int[] {0, 1, 1});

  @TempDir Path parent;

  private Path written(boolean synthetic) {
    Path target = parent.resolve(synthetic ? "drawn" : "real");
    try (RunFolder folder = RunFolder.open(target, false)) {
      RunFiles files = new RunFiles(folder, synthetic, List.of());
      files.confusion("multiclass", TEST);
      files.bestConfusion("multiclass", TEST);
      files.seeds("seed,accuracy\n7,0.5\n", "| seed |", "seed");
      files.search("place,rate\n1,0.1\n", "trial,rate\n1,0.1\n");
      files.results(EvaluationReport.of(TEST));
      folder.publish();
    }
    return target;
  }

  @Test
  void tablesOfDrawnDataSaySo() throws IOException {
    Path real = written(false);
    Path drawn = written(true);
    for (String table :
        List.of(
            "confusion-multiclass.csv",
            "confusion-multiclass-best.csv",
            "seeds.csv",
            "ranking.csv",
            "trials.csv")) {
      String csv = Files.readString(real.resolve(table));
      assertFalse(csv.contains("SYNTHETIC"), csv);
      assertEquals(CsvMark.of(csv, true), Files.readString(drawn.resolve(table)));
    }
    assertEquals("| seed |", Files.readString(real.resolve("seeds.md")));
    assertEquals("SYNTHETIC data. | seed |", Files.readString(drawn.resolve("seeds.md")));
    assertEquals("seed", Files.readString(real.resolve("seeds.tex")));
    assertEquals("% SYNTHETIC data.\nseed", Files.readString(drawn.resolve("seeds.tex")));
  }

  @Test
  void anEvaluationIsCountedByTruthAndPrediction() throws IOException {
    JsonField document = JsonField.document(written(false).resolve("results.json"));
    assertEquals(3, document.member("samples").number());
    assertEquals(2 / 3.0, document.member("accuracy").number(), 1e-6);
    List<JsonField> rows = document.member("confusion").elements();
    assertEquals(List.of(1.0, 1.0), numbers(rows.get(0)));
    assertEquals(List.of(0.0, 1.0), numbers(rows.get(1)));
  }

  private static List<Double> numbers(JsonField row) {
    return row.elements().stream().map(JsonField::number).toList();
  }
}
