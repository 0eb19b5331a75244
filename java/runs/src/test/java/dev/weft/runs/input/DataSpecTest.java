package dev.weft.runs.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.UsageException;
import dev.weft.data.csv.CsvFormat;
import dev.weft.train.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSpecTest {
  @TempDir private Path folder;

  private static DataSpec of(
      String dataset, String data, Optional<String> test, Optional<String> label) {
    return new DataSpec(dataset, data, test, label, List.of(), List.of(), false, List.of());
  }

  private static void assertRefused(String part, DataSpec spec) {
    SpecException refused = assertThrows(SpecException.class, () -> spec.loading(true));
    String typed = refused.message(UsageException::option);
    assertTrue(typed.contains(part), typed);
  }

  private Path table() throws IOException {
    return Files.writeString(folder.resolve("a.csv"), "1,2,x\n3,4,y\n");
  }

  @Test
  void optionsOfTablesBelongToTables() {
    for (String option : List.of("--test-data", "--label-column", "--target-columns")) {
      DataSpec spec =
          new DataSpec(
              "idx",
              folder.toString(),
              option.equals("--test-data") ? Optional.of("b.csv") : Optional.empty(),
              option.equals("--label-column") ? Optional.of("3") : Optional.empty(),
              option.equals("--target-columns") ? List.of("2") : List.of(),
              List.of(),
              false,
              List.of());
      assertRefused(option + " belongs to --dataset csv", spec);
    }
    DataSpec idx = of("idx", folder.toString(), Optional.empty(), Optional.empty());
    assertRefused("--pixels belongs to --dataset csv", idx.asPixels());
    assertInstanceOf(Loading.Idx.class, idx.loading(true));
    assertEquals(
        "pixels belongs to dataset csv",
        assertThrows(SpecException.class, () -> idx.asPixels().loading(true)).getMessage());
    assertRefused(
        "--class-names", DataSpec.fashion("synthetic").withClassNames(List.of("shoe", "shirt")));
    assertThrows(SpecException.class, () -> of("mnist", "x", Optional.empty(), Optional.empty()));
  }

  @Test
  void aTableNeedsAPlaceAndLabelsOrTargets() throws IOException {
    String table = table().toString();
    assertRefused(
        "--dataset csv needs --data with the file",
        of("csv", DataSpec.USUAL_PLACES, Optional.empty(), Optional.of("3")));
    for (DataSpec missing :
        List.of(
            of("csv", table + "x", Optional.empty(), Optional.of("3")),
            of("csv", table, Optional.of(table + "x"), Optional.of("3")))) {
      UsageException refused = assertThrows(UsageException.class, () -> missing.loading(true));
      assertEquals(table + "x does not exist", refused.getMessage());
    }
    assertRefused(
        "needs either --label-column (classes) or --target-columns (numbers)",
        of("csv", table, Optional.empty(), Optional.empty()));
    assertRefused(
        "needs either",
        new DataSpec(
            "csv",
            table,
            Optional.empty(),
            Optional.of("3"),
            List.of("2"),
            List.of(),
            false,
            List.of()));
  }

  @Test
  void whatIsSaidOfATableIsItsFormat() throws IOException {
    DataSpec spec =
        of("csv", table().toString(), Optional.of(table().toString()), Optional.of("3"));
    assertTrue(spec.isPlainTable());
    assertTrue(spec.takesClassNames());
    assertFalse(spec.hasTargets());
    DataSpec named = spec.withClassNames(List.of("x", "y")).asPixels();
    assertFalse(named.isPlainTable() || named.takesClassNames());
    Loading.Csv csv = assertInstanceOf(Loading.Csv.class, named.loading(true));
    assertEquals(
        CsvFormat.labels("3").withClassNames(List.of("x", "y")).ignoring().asPixels(),
        csv.format());
    assertEquals(Optional.of(table()), csv.test());
  }

  @Test
  void placesAreTheSameFromEverywhere() {
    String here = Path.of("").toAbsolutePath().toString();
    DataSpec table = of("csv", "a.csv", Optional.of("b/../c.csv"), Optional.of("3")).absolute();
    assertEquals(here + "/a.csv", table.data());
    assertEquals(Optional.of(here + "/c.csv"), table.testData());
    assertEquals("synthetic:3", DataSpec.fashion("synthetic:3").absolute().data());
    String usual = DataSpec.USUAL_PLACES;
    assertEquals(usual, DataSpec.fashion(usual).absolute().data());
    assertEquals(here + "/files", DataSpec.fashion("files").absolute().data());
  }
}
