package dev.weft.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weft.data.idx.IdxFile;
import java.nio.file.Path;

/** IDX files, packed with gzip or not. */
class IdxFuzzTest {
  @FuzzTest
  void read(byte[] content) {
    Path file = Reading.file("images", content);
    Reading.of(() -> IdxFile.read(file).rows());
  }
}
