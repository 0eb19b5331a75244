package dev.weft.runs.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedTablesTest {
  private static final SeedOutcomes TWO =
      new SeedOutcomes(
          List.of(3L, 4L),
          List.of(Outcomes.of(0.86, 0.99, 0.98, 0.01), Outcomes.of(0.88, 0.992, 0.984, 0)));

  @Test
  void aLineASeedAndExperiment() {
    List<String> lines = SeedTables.csv(TWO).lines().toList();
    assertEquals(7, lines.size());
    assertEquals("3,multiclass,1,0.86,0.87,1,0.86,0.87", lines.get(1));
    assertEquals("4,binarized,1,0.984,0.984,1,0.984,0.984", lines.get(6));
  }

  @Test
  void inShortForAPaper() {
    String markdown = SeedTables.markdown(TWO);
    assertTrue(markdown.contains("over 2 seeds (3 to 4)"), markdown);
    assertTrue(
        markdown.contains(
            "| multiclass | 0.868 | 0.8700 | 0.0141 | 0.7429 to 0.9971 | 0.8600 | 0.8700 | 0.8800"
                + " |"),
        markdown);
    String latex = SeedTables.latex(TWO);
    assertTrue(latex.contains("95 \\% interval & min"), latex);
    assertTrue(latex.contains("binary & 0.994 & 0.9910 & "), latex);
    assertEquals(4, latex.lines().filter(line -> line.endsWith(" \\\\")).count());
  }

  @Test
  void oneSeedHasNoSummary() {
    assertTrue(
        SeedOutcomes.of(Outcomes.of(0.86, 0.99, 0.98, 0))
            .figures(Outcome::binary)
            .testAccuracySummary()
            .isEmpty());
  }
}
