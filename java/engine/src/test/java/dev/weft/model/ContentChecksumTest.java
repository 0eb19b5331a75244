package dev.weft.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.ModelFileException;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model file that was changed is refused, wherever it was; those without a checksum are read. */
class ContentChecksumTest {
  private static final Architecture NETWORK =
      Architecture.inputs(3).dense(2, Activation.RELU).output(2, Loss.SOFTMAX_CROSS_ENTROPY);
  private static final ModelMetadata METADATA =
      new ModelMetadata(
          NETWORK, List.of("a", "b"), "r", 1, "hash", "java", "1", Map.of("epoch", "3"));

  @TempDir private Path folder;

  private static float[] values(float first) {
    float[] values = new float[NETWORK.parameterCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + i;
    }
    return values;
  }

  private static ModelFile model() {
    return new ModelFile(
        METADATA, values(1), Optional.of(new AdamState(5, values(0.5f), values(0.25f))));
  }

  private Path checkpoint() {
    Path file = folder.resolve("whole.safetensors");
    List<double[]> history = List.of(new double[] {1, Double.NaN}, new double[] {2, 0.125});
    new CheckpointFile(model(), Optional.of(values(7)), history, 2).save(file);
    return file;
  }

  private static int headerEnd(byte[] bytes) {
    return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() + Long.BYTES;
  }

  @Test
  void aCheckpointIsAModelToo() {
    Path file = checkpoint();
    CheckpointFile read = CheckpointFile.read(file, 2);
    assertArrayEquals(values(7), read.best().orElseThrow());
    assertArrayEquals(new double[] {1, Double.NaN}, read.history().get(0));
    assertArrayEquals(new double[] {2, 0.125}, read.history().get(1));
    ModelFile model = ModelFile.read(file);
    assertEquals(METADATA, model.metadata());
    assertArrayEquals(values(1), model.parameters());
    assertEquals(5, model.adamState().orElseThrow().step());
    assertThrows(ModelFileException.class, () -> CheckpointFile.read(file, 3));
    Path plain = folder.resolve("plain.safetensors");
    model().save(plain);
    assertThrows(ModelFileException.class, () -> CheckpointFile.read(plain, 2));
  }

  /**
   * Every bit of every byte: length, facts, tensors' places, values; but for the name of the
   * checksum, without which the file is one of before, with the right content.
   */
  @Test
  void aFlippedBitIsRefusedWhereverItIs() throws IOException {
    byte[] whole = Files.readAllBytes(checkpoint());
    int name = new String(whole, StandardCharsets.ISO_8859_1).indexOf("checksum");
    Path file = folder.resolve("flipped.safetensors");
    for (int at = 0; at < whole.length; at++) {
      if (at >= name && at < name + "checksum".length()) {
        continue;
      }
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << bit);
        Files.write(file, flipped);
        String where = "bit " + bit + " of byte " + at;
        assertThrows(ModelFileException.class, () -> CheckpointFile.read(file, 2), where);
        assertThrows(ModelFileException.class, () -> ModelFile.read(file), where);
      }
    }
  }

  @Test
  void aFileThatIsCutShortIsRefusedWhereverItIs() throws IOException {
    byte[] whole = Files.readAllBytes(checkpoint());
    Path file = folder.resolve("short.safetensors");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThrows(ModelFileException.class, () -> CheckpointFile.read(file, 2), "" + length);
    }
  }

  @Test
  void flippedWeightsAreNoStartEither() throws IOException {
    Path file = checkpoint();
    assertArrayEquals(values(1), ModelFile.readParameters(file, NETWORK));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    ModelFileException e =
        assertThrows(ModelFileException.class, () -> ModelFile.readParameters(file, NETWORK));
    assertTrue(e.getMessage().contains("it was damaged"), e.getMessage());
  }

  /** As a program does that reads the file and writes what it has read. */
  @Test
  void theOrderOfFactsAndTensorsDoesNotMatter() throws IOException {
    Map<String, String> facts =
        new LinkedHashMap<>(MetadataText.format(METADATA, OptionalLong.empty()));
    facts.put(ContentChecksum.KEY, ContentChecksum.UNKNOWN);
    Path one = folder.resolve("one.safetensors");
    ModelFile model = new ModelFile(METADATA, values(1), Optional.empty());
    List<WrittenTensor> tensors = new ArrayList<>(model.tensors("", values(1)));
    Safetensors.write(one, facts, tensors);
    try (Safetensors read = Safetensors.open(one)) {
      facts.put(ContentChecksum.KEY, read.header().metadata().get(ContentChecksum.KEY));
    }
    Collections.reverse(tensors);
    List<String> names = new ArrayList<>(facts.keySet());
    Collections.reverse(names);
    Map<String, String> reversed = new LinkedHashMap<>();
    names.forEach(name -> reversed.put(name, facts.get(name)));
    Path other = folder.resolve("other.safetensors");
    Safetensors.write(other, reversed, tensors);
    ModelFile.read(other);
    try (Safetensors read = Safetensors.open(other)) {
      assertEquals(
          facts.get(ContentChecksum.KEY), read.header().metadata().get(ContentChecksum.KEY));
    }
  }

  @Test
  void filesOfBeforeHaveNoneAndAreRead() {
    Path file = folder.resolve("before.safetensors");
    Safetensors.write(
        file, MetadataText.format(METADATA, OptionalLong.empty()), model().tensors("", values(1)));
    assertArrayEquals(values(1), ModelFile.read(file).parameters());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9223372036854775807", "2251799813685249"})
  void aNumberOfUpdatesThatCannotBeIsRefused(String step) throws IOException {
    Map<String, String> facts = MetadataText.format(METADATA, OptionalLong.of(5));
    facts.put("adam_step", step);
    ModelFile model = model();
    List<WrittenTensor> tensors = new ArrayList<>(model.tensors("", values(1)));
    tensors.addAll(model.tensors(TensorMatch.FIRST_MOMENTS, values(1)));
    tensors.addAll(model.tensors(TensorMatch.SECOND_MOMENTS, values(1)));
    Path file = folder.resolve("steps.safetensors");
    Safetensors.write(file, facts, tensors);
    ModelFileException e = assertThrows(ModelFileException.class, () -> ModelFile.read(file));
    assertTrue(e.getMessage().contains("adam_step is " + step), e.getMessage());
    String header =
        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
            .substring(0, headerEnd(Files.readAllBytes(file)));
    assertTrue(header.contains(step), header);
  }

  @Test
  void noUpdatesAndNoMomentsAreAStart() {
    Path file = folder.resolve("untrained.safetensors");
    float[] zeros = new float[NETWORK.parameterCount()];
    new ModelFile(METADATA, values(1), Optional.of(new AdamState(0, zeros, zeros))).save(file);
    assertEquals(0, ModelFile.read(file).adamState().orElseThrow().step());
  }
}
