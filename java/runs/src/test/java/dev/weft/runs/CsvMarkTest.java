package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class CsvMarkTest {
  @Test
  void tablesOfSyntheticRunsSaySoInEveryRow() {
    String csv = "epoch,loss\n1,0.5\n2,\n";
    assertSame(csv, CsvMark.of(csv, false));
    assertEquals("epoch,loss,data\n1,0.5,SYNTHETIC\n2,,SYNTHETIC\n", CsvMark.of(csv, true));
  }
}
