package dev.weft.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weft.interchange.ImportHints;
import dev.weft.interchange.ModelImport;
import java.nio.file.Path;
import java.util.List;

/** Files of other frameworks: HDF5 and .keras of Keras, safetensors of PyTorch. */
class ImportFuzzTest {
  @FuzzTest
  void read(byte[] content) {
    Path file = Reading.file("model", content);
    Reading.of(() -> ModelImport.read(file, ImportHints.none()).toModelFile(file, List.of()));
  }
}
