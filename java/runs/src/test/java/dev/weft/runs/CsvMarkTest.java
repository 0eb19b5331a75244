package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvMarkTest {
  @Test
  void tablesOfSyntheticRunsSaySoInEveryRow() {
    String csv = "epoch,loss\n1,0.5\n2,\n";
    assertSame(csv, CsvMark.of(csv, false));
    assertEquals("epoch,loss,data\n1,0.5,SYNTHETIC\n2,,SYNTHETIC\n", CsvMark.of(csv, true));
  }

  @Test
  void epochsSayWhichPartOfARunHadThem() {
    EpochRecord epoch = new EpochRecord(1, 0.5, 0.8, 0.5, 0.8, 0.001f, 0.1, 0.01);
    History history = new History(Collections.nCopies(4, epoch), Optional.empty(), false);
    assertEquals(history.toCsv(), CsvMark.history(history, List.of(), false));
    List<Resumption> resumed =
        List.of(new Resumption(1, "a", "weft", "cpu"), new Resumption(3, "b", "weft", "cpu"));
    List<String> rows = CsvMark.history(history, resumed, true).lines().toList();
    assertEquals(
        List.of("part,data", "1,SYNTHETIC", "2,SYNTHETIC", "2,SYNTHETIC", "3,SYNTHETIC"),
        rows.stream().map(row -> row.replaceAll(".*,(.*,.*)$", "$1")).toList());
    assertTrue(rows.get(1).startsWith(history.toCsv().lines().toList().get(1)), rows.get(1));
  }
}
