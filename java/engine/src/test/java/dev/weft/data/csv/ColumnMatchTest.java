package dev.weft.data.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.DataException;
import dev.weft.data.ColumnNames;
import dev.weft.data.Dataset;
import dev.weft.data.idx.IdxBytes;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of a second table are found by the names of the first one's, wherever they stand. */
class ColumnMatchTest {
  private static final CsvFormat LABEL = CsvFormat.labels("kind");
  private static final String FIRST = "a,b,c,kind\n1,2,3,x\n4,5,6,y\n";

  @TempDir Path folder;

  private Dataset read(String text, CsvFormat format) {
    return CsvDataset.read(
        IdxBytes.write(folder.resolve("table.csv"), text.getBytes(StandardCharsets.UTF_8)), format);
  }

  private Dataset after(String first, String second, CsvFormat format) {
    return read(second, format.withColumnNames(read(first, format).columnNames()));
  }

  private void fails(String first, String second, CsvFormat format, String message) {
    DataException e = assertThrows(DataException.class, () -> after(first, second, format));
    assertEquals(folder.resolve("table.csv") + ", line 1 " + message, e.getMessage());
  }

  private static float[] floats(FloatBuffer buffer) {
    float[] copy = new float[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  @Test
  void aTableKnowsTheNamesOfItsColumns() {
    assertEquals(
        new ColumnNames(List.of("a", "b", "c"), List.of()), read(FIRST, LABEL).columnNames());
    Dataset targets = read("a, b ,c\n1,2,3\n4,5,6\n", CsvFormat.targets("c", "1"));
    assertEquals(new ColumnNames(List.of("b"), List.of("c", "a")), targets.columnNames());
    assertEquals(targets.columnNames(), targets.last(1).columnNames());
    assertEquals(targets.columnNames(), targets.select(new int[] {1}).columnNames());
    assertEquals(ColumnNames.none(), read("1,2\n3,4\n", CsvFormat.labels("2")).columnNames());
  }

  @Test
  void featuresComeInTheOrderOfTheFirstTable() {
    Dataset data = after(FIRST, "kind,c,a,b\nx,3,1,2\ny,6,4,5\n", LABEL);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, floats(data.values()));
    assertEquals(List.of("a", "b", "c"), data.columnNames().features());
    Dataset pixels = after(FIRST, "b,c,a,kind\n2,3,1,x\n5,6,4,y\n", LABEL.asPixels());
    assertEquals(1, pixels.pixels().get(0));
    assertEquals(3, pixels.pixels().get(2));
  }

  @Test
  void columnsOfOneNameAreTakenInTheirOrder() {
    Dataset data = after("a,b,a,kind\n1,2,3,x\n4,5,6,y\n", "a,a,b,kind\n1,3,2,x\n4,6,5,y\n", LABEL);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, floats(data.values()));
  }

  @Test
  void aMissingColumnIsNamed() {
    fails(FIRST, "a,c,kind\n1,3,x\n4,6,y\n", LABEL, "lacks the feature b that the model takes");
    fails(
        FIRST,
        "a,B,C,kind\n1,3,3,x\n4,6,6,y\n",
        LABEL,
        "lacks the features b, c that the model takes"
            + " and has the columns B, C that are no features of the model");
  }

  @Test
  void aSurplusColumnIsNamedAndMayBeLeftOut() {
    String wide = "a,age,b,c,kind\n1,9,2,3,x\n4,9,5,6,y\n";
    fails(
        FIRST,
        wide,
        LABEL,
        "has the column age that is no feature of the model;"
            + " columns to leave out go into --ignore-columns");
    CsvFormat same = LABEL.withColumnNames(read(FIRST, LABEL).columnNames());
    assertArrayEquals(
        new float[] {1, 2, 3, 4, 5, 6}, floats(read(wide, same.ignoring("age")).values()));
  }

  @Test
  void aTableWithoutNamesIsTakenByPositionAndHasAsManyColumns() {
    CsvFormat last = CsvFormat.labels("-1");
    assertArrayEquals(
        new float[] {1, 2, 3, 4, 5, 6}, floats(after(FIRST, "1,2,3,x\n4,5,6,y\n", last).values()));
    fails(FIRST, "1,2,x\n4,5,y\n", last, "has 2 features, the model takes 3: a, b, c");
    assertEquals(
        4, after("1,2,x\n4,5,y\n", "a,b,c,d,kind\n1,2,3,4,x\n4,5,6,7,y\n", last).features());
  }

  @Test
  void targetsComeInTheOrderOfTheFirstTable() {
    String first = "a,b,c\n1,2,3\n4,5,6\n";
    CsvFormat numbers = CsvFormat.targets("2", "3");
    Dataset data = after(first, "a,c,b\n1,3,2\n", numbers);
    assertArrayEquals(new float[] {2, 3}, floats(data.targets()));
    CsvFormat other =
        CsvFormat.targets("c", "b").withColumnNames(read(first, numbers).columnNames());
    assertArrayEquals(new float[] {2, 3, 5, 6}, floats(read(first, other).targets()));
    assertArrayEquals(
        new float[] {2, 3},
        floats(after(first, "a,B,C\n1,2,3\n", numbers).targets()),
        "chosen under other names");
    fails(first, "a,d,b\n1,3,2\n", numbers, "has the targets d, b, but the model predicts b, c");
    assertThrows(
        IllegalArgumentException.class,
        () -> CsvFormat.targets("b").withColumnNames(read(first, numbers).columnNames()));
  }
}
