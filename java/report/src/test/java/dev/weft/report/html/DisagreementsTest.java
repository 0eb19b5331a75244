package dev.weft.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.metrics.Predictions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisagreementsTest {
  @Test
  void countsWhoIsRightAndShowsTheWidestApartFirst() {
    List<String> groups = List.of("shoes", "clothes");
    int[] truth = {0, 1, 1, 0, 1};
    Predictions direct =
        new Predictions(
            groups, truth, new int[] {0, 1, 0, 1, 1}, new float[] {0.1f, 0.9f, 0.4f, 0.8f, 0.7f});
    Predictions mapped =
        new Predictions(
            groups, truth, new int[] {0, 0, 1, 1, 1}, new float[] {0.2f, 0.1f, 0.6f, 0.9f, 0.9f});
    Predictions many =
        new Predictions(
            List.of("boot", "shirt", "coat"),
            new int[] {0, 1, 2, 0, 1},
            new int[] {0, 0, 2, 1, 1},
            new float[15]);
    Disagreements found = Disagreements.of(direct, mapped, many, Optional.empty()).orElseThrow();
    assertEquals(2, found.pairs().size());
    assertEquals("shirt", found.pairs().get(0).truth());
    assertTrue(found.pairs().get(0).direct().right());
    assertFalse(found.pairs().get(0).binarized().right());
    assertEquals("clothes 0.9000", found.pairs().get(0).direct().says());
    assertEquals("as boot 0.0000", found.pairs().get(0).binarized().detail());
    assertEquals("coat", found.pairs().get(1).truth());
    assertEquals(List.of("direct binary right", "2", "1"), found.table().rows().get(0));
    assertEquals(List.of("direct binary wrong", "1", "1"), found.table().rows().get(1));
  }
}
