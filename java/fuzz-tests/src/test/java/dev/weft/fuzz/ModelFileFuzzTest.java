package dev.weft.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weft.model.ModelFile;
import dev.weft.model.TensorFile;
import java.nio.file.Path;

/** Model files of ours, and safetensors of anybody. */
class ModelFileFuzzTest {
  @FuzzTest
  void read(byte[] content) {
    Path file = Reading.file("model.safetensors", content);
    Reading.of(() -> ModelFile.read(file));
    Reading.of(() -> ModelFile.describesItself(file));
    Reading.of(
        () -> {
          try (TensorFile tensors = TensorFile.open(file)) {
            tensors.tensors().forEach(tensors::read);
          }
        });
  }
}
