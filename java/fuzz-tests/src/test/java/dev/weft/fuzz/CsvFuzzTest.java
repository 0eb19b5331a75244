package dev.weft.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weft.data.csv.CsvDataset;
import dev.weft.data.csv.CsvFormat;
import java.nio.file.Path;

/** Tables of features alone, with a label, with a target, and of pixels. */
class CsvFuzzTest {
  @FuzzTest
  void read(byte[] content) {
    Path file = Reading.file("table.csv", content);
    Reading.of(() -> CsvDataset.read(file, CsvFormat.features()));
    Reading.of(() -> CsvDataset.read(file, CsvFormat.labels("a")));
    Reading.of(() -> CsvDataset.read(file, CsvFormat.targets("b").withSeparator(';')));
    Reading.of(() -> CsvDataset.read(file, CsvFormat.labels("0").withHeader(false).asPixels()));
  }
}
