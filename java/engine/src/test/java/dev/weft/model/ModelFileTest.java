package dev.weft.model;

import static dev.weft.model.RawSafetensors.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.Engine;
import dev.weft.ModelFileException;
import dev.weft.Network;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.plain.PlainBackend;
import dev.weft.data.ColumnNames;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  /** 2 inputs, 1 hidden unit, 2 outputs: kernel [2, 1], bias [1], kernel [1, 2], bias [2]. */
  private static final Architecture TINY =
      Architecture.inputs(2)
          .dense(1, Activation.TANH)
          .dropout(0.25f)
          .output(2, Loss.SOFTMAX_CROSS_ENTROPY);

  private static final float[] PARAMETERS = {1, 2, 3, 4, 5, 6, 7};
  private static final ModelMetadata METADATA =
      new ModelMetadata(
          TINY,
          List.of("T-shirt/top", "\"Schuh\" 👟\n"),
          "reference",
          Long.MIN_VALUE,
          "c0ffee",
          "java",
          "0.1.0",
          Map.of("z", "last", "a", ""));

  @TempDir private Path folder;

  private static float[] times(float factor) {
    float[] scaled = PARAMETERS.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  private static ModelFile model(boolean withAdam) {
    AdamState adam = new AdamState(1L << 40, times(0.5f), times(0.25f));
    return new ModelFile(METADATA, PARAMETERS, withAdam ? Optional.of(adam) : Optional.empty());
  }

  @Test
  void aModelComesBackAsItWas() {
    Path file = folder.resolve("model.safetensors");
    model(false).save(file);
    ModelFile read = ModelFile.read(file);
    assertEquals(METADATA, read.metadata());
    assertArrayEquals(PARAMETERS, read.parameters());
    assertTrue(read.adamState().isEmpty());
  }

  /** Files of models that were trained on no table are as before there were such names. */
  @Test
  void namesOfColumnsComeBackAndAreWrittenOnlyWhereThereAreSome() {
    ColumnNames names = new ColumnNames(List.of("a,b", "\u00fc"), List.of());
    ModelMetadata named =
        new ModelMetadata(TINY, List.of(), names, "r", 0, "h", "b", "v", Map.of());
    assertEquals(named, ModelMetadata.ofFacts(named.facts()));
    assertFalse(METADATA.facts().containsKey("feature_names"));
    assertFalse(METADATA.facts().containsKey("target_names"));
    assertEquals(names, named.withClassNames(List.of("x", "y")).with("a", "b").columns());
    Architecture two = Architecture.inputs(1).output(2, Loss.MEAN_SQUARED_ERROR);
    ModelMetadata regression =
        new ModelMetadata(
            two,
            List.of(),
            new ColumnNames(List.of("x"), List.of("u", "v")),
            "r",
            0,
            "h",
            "b",
            "v",
            Map.of());
    assertEquals(regression, ModelMetadata.ofFacts(regression.facts()));
  }

  @Test
  void adamsStateComesBackToo() {
    Path file = folder.resolve("model.safetensors");
    model(true).save(file);
    ModelFile read = ModelFile.read(file);
    AdamState adam = read.adamState().orElseThrow();
    assertEquals(METADATA, read.metadata());
    assertEquals(1L << 40, adam.step());
    assertArrayEquals(times(0.5f), adam.firstMoments());
    assertArrayEquals(times(0.25f), adam.secondMoments());
    assertArrayEquals(PARAMETERS, ModelFile.readParameters(file, TINY));
  }

  @Test
  void aNetworkWhoseParametersAreNoNumbersIsReadToBeLookedAtAndNotLoaded() {
    Path file = folder.resolve("ruined.safetensors");
    float[] parameters = PARAMETERS.clone();
    parameters[4] = Float.POSITIVE_INFINITY;
    parameters[6] = Float.NaN;
    new ModelFile(METADATA, parameters, Optional.empty()).save(file);
    assertArrayEquals(parameters, ModelFile.read(file).parameters());
    try (Engine engine = Engine.of(new PlainBackend().open(ContextOptions.defaults()))) {
      ModelFileException refused = assertThrows(ModelFileException.class, () -> engine.load(file));
      assertTrue(
          refused
              .getMessage()
              .startsWith(
                  file
                      + ": tensor dense1.kernel is infinite at [0, 1], the first of 2 values that"
                      + " are NaN or infinite"),
          refused.getMessage());
    }
  }

  @Test
  void parametersThatWereAveragedBelongToAdamsState() {
    Path file = folder.resolve("model.safetensors");
    AdamState adam = new AdamState(9, times(0.5f), times(0.25f), Optional.of(times(3)));
    new ModelFile(METADATA, PARAMETERS, Optional.of(adam)).save(file);
    ModelFile read = ModelFile.read(file);
    assertArrayEquals(PARAMETERS, read.parameters());
    assertArrayEquals(times(3), read.adamState().orElseThrow().unaveraged().orElseThrow());
    assertArrayEquals(PARAMETERS, ModelFile.readParameters(file, TINY));
    try (Engine engine = Engine.of(new PlainBackend().open(ContextOptions.defaults()));
        Network network = engine.load(file)) {
      assertArrayEquals(PARAMETERS, network.parameters());
      assertArrayEquals(times(3), network.adamState().unaveraged().orElseThrow());
      // A state without an average: the parameters are what is trained on.
      network.adamState(new AdamState(9, times(0.5f), times(0.25f)));
      assertArrayEquals(PARAMETERS, network.parameters());
      assertTrue(network.adamState().unaveraged().isEmpty());
    }
  }

  @Test
  void aNetworkIsSavedAndRestored() {
    Path file = folder.resolve("model.safetensors");
    try (Engine engine = Engine.of(new PlainBackend().open(ContextOptions.defaults()));
        Network network = engine.network(TINY, 3)) {
      network.adamState(new AdamState(7, times(2), times(3)));
      ModelFile.save(file, network, METADATA, true);
      ModelFile read = ModelFile.read(file);
      assertArrayEquals(network.parameters(), read.parameters());
      assertEquals(7, read.adamState().orElseThrow().step());
      ModelMetadata other = withArchitecture(Architecture.inputs(2).output(2, TINY.loss()));
      assertThrows(
          IllegalArgumentException.class, () -> ModelFile.save(file, network, other, false));
    }
  }

  private static ModelMetadata withArchitecture(Architecture architecture) {
    return new ModelMetadata(architecture, List.of(), "r", 0, "h", "b", "v", Map.of());
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    model(true).save(first);
    model(true).save(second);
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void arraysThatDoNotFitAreNotWritten() {
    Path file = folder.resolve("model.safetensors");
    ModelFile wrong = new ModelFile(METADATA, new float[6], Optional.empty());
    assertThrows(IllegalArgumentException.class, () -> wrong.save(file));
    assertTrue(Files.notExists(file));
  }

  @Test
  void metadataThatContradictThemselvesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ModelMetadata(TINY, List.of("one"), "r", 0, "h", "b", "v", Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ModelMetadata(TINY, List.of(), "r", 0, "h", "b", "v", Map.of("seed", "1")));
  }

  /** As other programs write it: no metadata, spaces in the JSON, tensors in another order. */
  @Test
  void parametersAreReadFromFilesOfOthers() {
    String header =
        "{\"dense1.kernel\": {\"dtype\": \"F32\", \"shape\": [1, 2], \"data_offsets\": [0, 8]}, "
            + String.join(
                ", ",
                tensor("dense0.bias", "[1]", 8, 12),
                tensor("dense0.kernel", "[2, 1]", 12, 20),
                tensor("dense1.bias", "[2]", 20, 28))
            + "}      ";
    byte[] data = RawSafetensors.floats(4, 5, 3, 1, 2, 6, 7);
    Path file = RawSafetensors.write(folder.resolve("init.safetensors"), header, data);
    assertArrayEquals(PARAMETERS, ModelFile.readParameters(file, TINY));
    assertRefused(
        "no 'weft_format', so it is no model that Weft saved", () -> ModelFile.read(file));
  }

  private static void assertRefused(String part, Runnable call) {
    ModelFileException e = assertThrows(ModelFileException.class, call::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains(".safetensors"), e.getMessage());
  }

  /** A file with the tensors of TINY, one of them replaced. */
  private Path tensors(String replaced, String... entries) {
    List<String> all = new ArrayList<>();
    Map<String, String> shapes =
        new HashMap<>(
            Map.of(
                "dense0.kernel",
                "[2,1]",
                "dense0.bias",
                "[1]",
                "dense1.kernel",
                "[1,2]",
                "dense1.bias",
                "[2]"));
    shapes.remove(replaced);
    long offset = 0;
    for (Map.Entry<String, String> entry : shapes.entrySet()) {
      long bytes = entry.getValue().contains("2") ? 8 : 4;
      all.add(tensor(entry.getKey(), entry.getValue(), offset, offset + bytes));
      offset += bytes;
    }
    long start = offset;
    all.addAll(
        Arrays.stream(entries)
            .map(e -> e.replace("[10,18]", "[" + start + "," + (start + 8) + "]"))
            .toList());
    int size = (int) start + 8 * entries.length;
    return RawSafetensors.write(
        folder.resolve("other.safetensors"), "{" + String.join(",", all) + "}", new byte[size]);
  }

  @Test
  void tensorsThatDoNotFitAreNamedWithWhatWasExpected() {
    assertRefused(
        "it has no tensor dense1.bias [2]; its tensors are: ", () -> read(tensors("dense1.bias")));
    assertRefused(
        "tensor dense0.kernel is [1, 2], expected [2, 1]",
        () -> read(tensors("dense0.kernel", tensor("dense0.kernel", "[1,2]", 10, 18))));
    assertRefused(
        "tensor dense1.bias is I32, expected F32",
        () -> read(tensors("dense1.bias", tensor("dense1.bias", "I32", "[2]", 10, 18))));
    assertRefused(
        "tensors that the network does not: dense2.bias",
        () -> read(tensors("", tensor("dense2.bias", "[2]", 10, 18))));
    Path adam = tensors("", tensor("adam.m.dense0.kernel", "[2,1]", 10, 18));
    assertArrayEquals(new float[7], read(adam));
  }

  private static float[] read(Path file) {
    return ModelFile.readParameters(file, TINY);
  }

  @Test
  void metadataThatMakeNoSenseAreRefused() {
    assertMetadataRefused("weft_format", "2", "its format is version '2'");
    assertMetadataRefused("architecture", "2-dense(1,tanh)", "last layer");
    assertMetadataRefused("architecture", "2-dense(3,linear)", "class names for a network of 3");
    assertMetadataRefused("architecture", "9-dense(2,linear)", "dense0.kernel is [2, 1], expected");
    assertMetadataRefused("loss", "hinge", "the loss 'hinge' does not exist");
    assertMetadataRefused("class_names", "[1,2]", "not a JSON list of strings");
    assertMetadataRefused("class_names", "[\"a\"", "not JSON");
    assertMetadataRefused(
        "feature_names", "[\"a\"]", "1 names of features for a network that has 2");
    assertMetadataRefused("target_names", "{}", "its target_names are not a JSON list of strings");
    assertMetadataRefused("seed", "twelve", "seed = 'twelve', which is not a whole number");
    assertMetadataRefused("adam_step", "-1", "adam_step is negative");
    assertMetadataRefused("adam_step", "1", "it has no tensor adam.m.dense0.kernel");
  }

  private void assertMetadataRefused(String key, String value, String part) {
    Map<String, String> facts = new HashMap<>(MetadataText.format(METADATA, OptionalLong.empty()));
    facts.put(key, value);
    Path file = folder.resolve("metadata.safetensors");
    List<FloatTensor> tensors =
        TINY.tensors().stream().map(spec -> new FloatTensor("", spec, PARAMETERS)).toList();
    Safetensors.write(file, facts, tensors);
    assertRefused(part, () -> ModelFile.read(file));
  }

  @Test
  void everyFactOfTheMetadataIsNeeded() {
    for (String key : MetadataText.KEYS) {
      Map<String, String> facts =
          new HashMap<>(MetadataText.format(METADATA, OptionalLong.empty()));
      if (facts.remove(key) != null) {
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> MetadataText.parse(facts));
        assertTrue(e.getMessage().contains("'" + key + "'"), e.getMessage());
      }
    }
  }

  /**
   * Every truncation of a good file, and every byte of its head changed, is refused or harmless.
   */
  @Test
  void aDamagedFileNeverDoesMoreThanFail() throws IOException {
    Path good = folder.resolve("good.safetensors");
    model(true).save(good);
    byte[] bytes = Files.readAllBytes(good);
    Path file = folder.resolve("damaged.safetensors");
    for (int length = 0; length < bytes.length; length += 3) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThrows(ModelFileException.class, () -> ModelFile.read(file), "cut at " + length);
    }
    int head = bytes.length - 3 * PARAMETERS.length * Float.BYTES;
    for (int i = 0; i < head; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x15;
      Files.write(file, damaged);
      try {
        assertEquals(PARAMETERS.length, ModelFile.read(file).parameters().length);
      } catch (ModelFileException e) {
        assertTrue(e.getMessage().contains("damaged.safetensors"), "byte " + i);
      }
    }
  }
}
