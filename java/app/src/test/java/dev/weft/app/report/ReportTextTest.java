package dev.weft.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts that leave the program: JSON in pages, tables that say what they are, drawn curves. */
class ReportTextTest {
  @Test
  void jsonInAPageCannotEndItsElement() throws Exception {
    String harm = "</script><!-- & ' \u2028\u2029";
    String json = Json.inHtml(List.of(harm));
    for (String bad : List.of("<", ">", "&", "'", "\u2028", "\u2029")) {
      assertFalse(json.contains(bad), json);
    }
    assertEquals(harm, new ObjectMapper().readTree(json).get(0).asText());
  }

  @Test
  void tablesOfSyntheticRunsSaySoInEveryRow() {
    String csv = "epoch,loss\n1,0.5\n2,\n";
    assertSame(csv, CsvMark.of(csv, false));
    assertEquals("epoch,loss,data\n1,0.5,SYNTHETIC\n2,,SYNTHETIC\n", CsvMark.of(csv, true));
  }

  @Test
  void drawnCurvesKeepTheirCornersAndTheirEnd() {
    VisiblePoints points = new VisiblePoints();
    points.add(0, 0);
    for (int i = 0; i < 10_000; i++) {
      points.add(0, i / 10_000.0);
    }
    points.add(0.99999, 0.99991);
    points.add(1, 1);
    assertEquals(0.0, points.y().get(0));
    assertTrue(points.x().size() < 1010, points.x().size() + " points");
    assertEquals(0.99999, points.x().get(points.x().size() - 2));
    assertEquals(1.0, points.x().get(points.x().size() - 1));
  }
}
