package dev.weft.model;

import static dev.weft.model.RawSafetensors.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ModelFileException;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenComesBack() {
    Path file = folder.resolve("t.safetensors");
    List<TensorSpec> specs =
        List.of(new TensorSpec("b", List.of(2), 1), new TensorSpec("a", List.of(1, 3), 3));
    TensorFile.write(file, Map.of("k", "v"), specs, new float[] {9, 1, 2, 3, 4, 5});
    try (TensorFile read = TensorFile.open(file)) {
      assertEquals(Map.of("k", "v"), read.metadata());
      assertEquals(List.of("b", "a"), read.tensors().stream().map(TensorEntry::name).toList());
      assertArrayEquals(new float[] {3, 4, 5}, read.read(read.tensors().get(1)).values());
    }
  }

  @Test
  void otherFloatsBecomeFloat32AndNothingElseIsRead() {
    String header =
        "{"
            + String.join(
                ",",
                tensor("half", "F16", "[2]", 0, 4),
                tensor("double", "F64", "[1]", 4, 12),
                tensor("whole", "I32", "[1]", 12, 16))
            + "}";
    byte[] data = {0, 0x3c, 0, (byte) 0xc0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0, 0};
    Path file = RawSafetensors.write(folder.resolve("t.safetensors"), header, data);
    try (TensorFile read = TensorFile.open(file)) {
      List<TensorEntry> tensors = read.tensors();
      assertArrayEquals(new float[] {1, -2}, read.read(tensors.get(0)).values());
      assertArrayEquals(new float[] {2}, read.read(tensors.get(1)).values());
      assertEquals(0, read.read(tensors.get(1)).rounded());
      ModelFileException e =
          assertThrows(ModelFileException.class, () -> read.read(tensors.get(2)));
      assertTrue(e.getMessage().contains("tensor whole is I32"), e.getMessage());
    }
  }

  @Test
  void metadataBecomeFactsAndComeBack() {
    ModelMetadata metadata =
        new ModelMetadata(
            Architecture.inputs(3).output(2, Loss.SOFTMAX_CROSS_ENTROPY),
            List.of("a", "b"),
            "recipe",
            -5,
            "hash",
            "java",
            "1",
            Map.of("extra", "fact"));
    assertEquals(metadata, ModelMetadata.ofFacts(metadata.facts()));
    assertThrows(IllegalArgumentException.class, () -> ModelMetadata.ofFacts(Map.of()));
  }
}
