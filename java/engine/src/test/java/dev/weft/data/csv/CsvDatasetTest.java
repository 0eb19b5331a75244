package dev.weft.data.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.DataException;
import dev.weft.data.Dataset;
import dev.weft.data.idx.IdxBytes;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDatasetTest {
  private static final CsvFormat LABEL = CsvFormat.labels("kind");

  @TempDir Path folder;

  private Path write(String text) {
    return IdxBytes.write(folder.resolve("table.csv"), text.getBytes(StandardCharsets.UTF_8));
  }

  private Dataset read(String text, CsvFormat format) {
    return CsvDataset.read(write(text), format);
  }

  private void fails(String text, CsvFormat format, String message) {
    DataException e = assertThrows(DataException.class, () -> read(text, format));
    assertTrue(e.getMessage().startsWith(folder.resolve("table.csv") + message), e.getMessage());
  }

  private static float[] floats(FloatBuffer buffer) {
    float[] copy = new float[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  @Test
  void readsLabelsByTheNameOfTheirColumn() {
    Dataset data = read("width,kind,height\n1,oak,2.5\n-3e-2,elm, 4 \n+.5,oak,6.\n", LABEL);
    assertArrayEquals(new float[] {1, 2.5f, -0.03f, 4, 0.5f, 6}, floats(data.values()));
    assertEquals(List.of("elm", "oak"), data.classNames());
    assertArrayEquals(new int[] {1, 0, 1}, data.labels());
    assertEquals(2, data.features());
  }

  @Test
  void readsLabelsByTheNumberOfTheirColumnWithoutAHeader() {
    Dataset first = read("10,1,2\n9,3,4\n10,5,6\n", CsvFormat.labels("1"));
    assertEquals(List.of("9", "10"), first.classNames(), "numbers are sorted by value");
    assertArrayEquals(new int[] {1, 0, 1}, first.labels());
    Dataset last = read("1,2,yes\n3,4,no\n", CsvFormat.labels("-1"));
    assertEquals(List.of("no", "yes"), last.classNames());
    assertEquals(2, last.size());
  }

  @Test
  void readsTargetsInTheOrderAskedFor() {
    Dataset data = read("a,b,c\n1,2,3\n4,5,6\n", CsvFormat.targets("c", "a"));
    assertArrayEquals(new float[] {2, 5}, floats(data.values()));
    assertArrayEquals(new float[] {3, 1, 6, 4}, floats(data.targets()));
    assertEquals(2, data.targetWidth());
  }

  @Test
  void detectsAHeaderByItsWords() {
    assertEquals(2, read("x,y\n1,2\n3,4\n", CsvFormat.features()).size());
    assertEquals(2, read("1,2\n3,4\n", CsvFormat.features()).size());
    assertEquals(1, read("1,2\n3,4\n", CsvFormat.features().withHeader(true)).size());
    assertEquals(1, read("y,x\n3,4\n", CsvFormat.targets("1")).size());
    fails("x,y\n1,2\n", CsvFormat.features().withHeader(false), ", line 1, column 1 is 'x'");
    fails("1,2\n", LABEL.withHeader(false), " is to have no header");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void detectsTheSeparator(String separator) {
    String text = "'a,;b',kind\n1.5,x\n2,y\n".replace(",kind", separator + "kind");
    text = text.replace(",x", separator + "x").replace(",y", separator + "y").replace('\'', '"');
    assertEquals(2, read(text, LABEL).size());
  }

  @Test
  void takesASeparatorThatIsGiven() {
    Dataset data = read("1 2\n3 4\n", CsvFormat.features().withSeparator(' '));
    assertEquals(2, data.features());
    assertThrows(IllegalArgumentException.class, () -> LABEL.withSeparator('"'));
  }

  @Test
  void readsQuotedFields() {
    Dataset data = read("\"wi\"\"dth\",\"kind\"\r\n\"1\",\"a,\nb\"\r\n2,\"c\"\"d\"", LABEL);
    assertEquals(List.of("a,\nb", "c\"d"), data.classNames());
    assertArrayEquals(new float[] {1, 2}, floats(data.values()));
  }

  @Test
  void countsLinesAcrossQuotedLineEnds() {
    fails("n,kind\n1,\"a\nb\"\n2,c\nx,d\n", LABEL, ", line 5, column 1 (n) is 'x'");
  }

  @Test
  void readsAllLineEndsAndAByteOrderMark() {
    assertEquals(2, read("\ufeffn,kind\r1,a\r2,b\r\r", LABEL).size());
    assertEquals(2, read("\ufeffn,kind\r\n1,a\r\n2,b\r\n\r\n", LABEL).size());
  }

  @Test
  void readsPixels() {
    Dataset data = read("label,p1,p2\n3,0,255\n4,128,7\n", CsvFormat.labels("label").asPixels());
    assertTrue(data.isUint8());
    assertEquals((byte) 255, data.pixels().get(1));
    fails(
        "label,p1\n3,0\n4,256\n",
        CsvFormat.labels("label").asPixels(),
        ", line 3, column 2 (p1) is '256', expected a whole number from 0 to 255");
  }

  @Test
  void leavesColumnsOut() {
    Dataset data = read("id,n,kind\nA1,1,a\nB2,2,b\n", LABEL.ignoring("id"));
    assertEquals(1, data.features());
  }

  @Test
  void aTestFileKeepsTheClassesOfItsTrainingFile() {
    List<String> names = List.of("c", "b", "a");
    Dataset data = read("n,kind\n1,a\n2,b\n", LABEL.withClassNames(names));
    assertArrayEquals(new int[] {2, 1}, data.labels());
    fails(
        "n,kind\n1,a\n2,z\n",
        LABEL.withClassNames(names),
        ", line 3, column 2 (kind) is 'z', expected one of the classes c, b, a");
    assertThrows(IllegalArgumentException.class, () -> LABEL.withClassNames(List.of("a", "a")));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, is 'NaN'",
    "Infinity, is 'Infinity'",
    "1f, is '1f'",
    "0x1p3, is '0x1p3'",
    "'1,5', is '1",
    "1e39, 'is 1e39, too large for float32'",
    "-, is '-'",
    "'', 'is empty, expected a number'",
    "' ', 'is empty, expected a number'",
    "١, is '١'"
  })
  void refusesWhatIsNoNumber(String value, String reason) {
    String text = "n;kind\n1;a\n" + value + ";b\n";
    DataException e = assertThrows(DataException.class, () -> read(text, LABEL));
    assertTrue(
        e.getMessage().contains("table.csv, line 3, column 1 (n) " + reason), e.getMessage());
  }

  @Test
  void refusesBrokenStructure() {
    fails("", LABEL, " is empty");
    fails("n,kind\n", LABEL, " has a header but no rows");
    fails("n,kind\n1,a\n2\n", LABEL, ", line 3 has 1 fields, expected 2");
    fails("n,kind\n1,a\n\n2,b\n", LABEL, ", line 3 is empty");
    fails("n,kind\n1,\"a\n", LABEL, ", line 2 has a quote in field 2 that is never closed");
    fails("n,kind\n1,\"a\"b\n", LABEL, ", line 2 goes on after the closing quote of field 2");
    fails("n,kind\n1,a\"b\n", LABEL, ", line 2 has a quote inside field 2");
    fails("n,kind\n1,\n", LABEL, ", line 2, column 2 (kind) is empty, expected a class label");
    fails("n,kind\n1,a\n2,a\n", LABEL, " has the label a in every row");
    fails("n," + "x".repeat(1 << 17), LABEL, ", line 1 has more than 65536 characters");
  }

  @Test
  void refusesColumnsThatAreNotThere() {
    fails("n,m\n1,2\n", LABEL, ", line 1 has no column named kind, it has n, m");
    fails("kind,kind,n\n1,2,3\n", LABEL, ", line 1 has several columns named kind");
    fails("1,2\n", CsvFormat.labels("3"), ", line 1 has 2 columns, there is no column 3");
    fails("1,2\n", CsvFormat.labels("0"), ", line 1 has 2 columns, there is no column 0");
    fails("1,2\n", CsvFormat.labels("-3"), ", line 1 has 2 columns, there is no column -3");
    fails("1;2\n", CsvFormat.labels("1").withSeparator(','), ", line 1 has 1 columns, of which");
    fails("n,kind\n1,a\n", LABEL.ignoring("kind"), ": column kind is asked for in two roles");
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    Path path =
        IdxBytes.write(
            folder.resolve("table.csv"),
            "n,kind\n1,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
    DataException e = assertThrows(DataException.class, () -> CsvDataset.read(path, LABEL));
    assertTrue(e.getMessage().contains("is not UTF-8"), e.getMessage());
  }

  @Test
  void namesWhatIsInTheWay() {
    DataException e =
        assertThrows(DataException.class, () -> CsvDataset.read(folder, CsvFormat.features()));
    assertEquals(folder + " is a folder, expected a CSV file", e.getMessage());
  }

  @Test
  void formatsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> CsvFormat.targets());
    assertThrows(
        IllegalArgumentException.class,
        () -> CsvFormat.targets("a").withClassNames(List.of("a", "b")));
  }
}
