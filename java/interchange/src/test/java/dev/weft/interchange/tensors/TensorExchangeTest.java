package dev.weft.interchange.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ModelFileException;
import dev.weft.UsageException;
import dev.weft.interchange.ForeignModel;
import dev.weft.interchange.ImportHints;
import dev.weft.interchange.ModelImport;
import dev.weft.interchange.Note;
import dev.weft.interchange.RandomModels;
import dev.weft.interchange.onnx.OnnxInput;
import dev.weft.interchange.onnx.OnnxModel;
import dev.weft.model.ModelFile;
import dev.weft.model.TensorFile;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.TensorSpec;
import dev.weft.train.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorExchangeTest {
  private static final Architecture ARCHITECTURE =
      Architecture.inputs(5)
          .dropout(0.1f)
          .dense(4, Activation.GELU)
          .dropout(0.25f)
          .dense(3, Activation.TANH)
          .output(2, Loss.SOFTMAX_CROSS_ENTROPY);

  @TempDir private Path folder;

  private Path file(String name) {
    return folder.resolve(name + ".safetensors");
  }

  private ForeignModel read(Path file) {
    return ModelImport.read(file, ImportHints.none());
  }

  private static ModelFile model() {
    ModelFile model = RandomModels.of(ARCHITECTURE, List.of("cat", "\"dog\" 👟"), 3);
    // Bits that arithmetic would lose.
    model.parameters()[0] = Float.intBitsToFloat(0x00012345);
    model.parameters()[1] = -0f;
    model.parameters()[2] = Float.MIN_VALUE;
    return model;
  }

  @ParameterizedTest
  @EnumSource
  void aModelComesBackBitForBit(TensorNaming naming) throws IOException {
    model().save(file("own"));
    for (List<String> names : List.of(List.<String>of(), List.of("out", "fc", "in"))) {
      TensorExport.write(file("there"), model(), naming, names);
      read(file("there")).toModelFile(file("there"), List.of()).save(file("back"));
      assertEquals(-1, Files.mismatch(file("own"), file("back")));
    }
  }

  /** As saved by another program: tensors by name, no metadata. */
  private void withoutMetadata(Path exported, Path file) {
    try (TensorFile tensors = TensorFile.open(exported)) {
      List<TensorSpec> specs = new ArrayList<>();
      float[] flat = new float[ARCHITECTURE.parameterCount()];
      int offset = 0;
      for (var entry :
          tensors.tensors().stream().sorted((a, b) -> a.name().compareTo(b.name())).toList()) {
        float[] values = tensors.read(entry).values();
        System.arraycopy(values, 0, flat, offset, values.length);
        specs.add(
            new TensorSpec(
                entry.name(), entry.shape().stream().map(Math::toIntExact).toList(), offset));
        offset += values.length;
      }
      TensorFile.write(file, Map.of("format", "pt"), specs, flat);
    }
  }

  @ParameterizedTest
  @EnumSource
  void parametersComeBackFromFilesWithoutMetadata(TensorNaming naming) {
    TensorExport.write(file("there"), model(), naming, List.of());
    withoutMetadata(file("there"), file("bare"));
    ForeignModel imported =
        ModelImport.read(
            file("bare"),
            new ImportHints(
                Optional.of(Activation.SIGMOID), Optional.of(Loss.MEAN_SQUARED_ERROR), List.of()));
    assertArrayEquals(bits(model().parameters()), bits(imported.parameters()));
    assertEquals(List.of(), imported.notes());
    List<Note> notes = new ArrayList<>();
    float[] alone = ModelImport.parameters(file("bare"), ARCHITECTURE, notes);
    assertArrayEquals(bits(model().parameters()), bits(alone));
    assertEquals(List.of(), notes);
    assertEquals(
        Architecture.inputs(5)
            .dense(4, Activation.SIGMOID)
            .dense(3, Activation.SIGMOID)
            .output(2, Loss.MEAN_SQUARED_ERROR),
        imported.architecture());
    assertTrue(read(file("bare")).notes().get(0).text().contains("assumed: relu and softmax"));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  @Test
  void tensorsHaveTheNamesAndShapesOfTheFramework() {
    assertEquals(
        List.of(
            "1.weight [4, 5]",
            "1.bias [4]",
            "4.weight [3, 4]",
            "4.bias [3]",
            "6.weight [2, 3]",
            "6.bias [2]"),
        described(TensorNaming.PYTORCH, List.of()));
    assertEquals(
        List.of(
            "dense/kernel [5, 4]",
            "dense/bias [4]",
            "dense_1/kernel [4, 3]",
            "dense_1/bias [3]",
            "dense_2/kernel [3, 2]",
            "dense_2/bias [2]"),
        described(TensorNaming.KERAS, List.of()));
    assertEquals(
        "fc1.weight [4, 5]", described(TensorNaming.PYTORCH, List.of("fc1", "fc2", "fc3")).get(0));
  }

  private List<String> described(TensorNaming naming, List<String> names) {
    return TensorExport.write(file("there"), model(), naming, names).stream()
        .map(spec -> spec.name() + " " + spec.shape())
        .toList();
  }

  @Test
  void aKernelIsTurnedForPyTorch() {
    TensorExport.write(file("there"), model(), TensorNaming.PYTORCH, List.of());
    try (TensorFile tensors = TensorFile.open(file("there"))) {
      float[] weight = tensors.read(tensors.tensors().get(0)).values();
      for (int in = 0; in < 5; in++) {
        for (int out = 0; out < 4; out++) {
          assertEquals(model().parameters()[in * 4 + out], weight[out * 5 + in]);
        }
      }
    }
  }

  @Test
  void namesThatDoNotGoWithTheModelAreMisuse() {
    for (List<String> names :
        List.of(List.of("a"), List.of("a", "b", "a"), List.of("a", "", "b"))) {
      assertThrows(
          SpecException.class,
          () -> TensorExport.write(file("t"), model(), TensorNaming.KERAS, names));
    }
    assertTrue(Files.notExists(file("t")));
  }

  /** Writes tensors of zeros. */
  private Path zeros(String... described) {
    List<TensorSpec> specs = new ArrayList<>();
    for (String text : described) {
      String[] parts = text.split(" ");
      List<Integer> shape = List.of(parts[1].split(",")).stream().map(Integer::valueOf).toList();
      specs.add(new TensorSpec(parts[0], shape, 0));
    }
    TensorFile.write(file("zeros"), Map.of(), specs, new float[1000]);
    return file("zeros");
  }

  @Test
  void parametersAloneAreOfTheNetworkThatIsExpected() {
    model().save(file("own"));
    List<Note> notes = new ArrayList<>();
    assertArrayEquals(
        bits(model().parameters()), bits(ModelImport.parameters(file("own"), ARCHITECTURE, notes)));
    Architecture expected =
        Architecture.inputs(2).dense(3, Activation.RELU).output(4, Loss.SOFTMAX_CROSS_ENTROPY);
    Path fits = zeros("a_1.weight 3,2", "a_2.weight 4,3", "a_2.bias 4");
    assertEquals(expected.parameterCount(), ModelImport.parameters(fits, expected, notes).length);
    assertEquals(
        "[layer 'a_1' has no bias: its bias here is 0]", notes.toString(), notes.toString());
    ModelFileException e =
        assertThrows(
            ModelFileException.class, () -> ModelImport.parameters(fits, ARCHITECTURE, notes));
    assertTrue(e.getMessage().contains("layers [2, 3, 4], expected [5, 4, 3, 2]"), e.getMessage());
  }

  @Test
  void valuesThatAreNoNumbersDoNotTravel() {
    ModelFile unsound = model();
    unsound.parameters()[7] = Float.NEGATIVE_INFINITY;
    for (TensorNaming naming : TensorNaming.values()) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> TensorExport.write(file("t"), unsound, naming, List.of()));
      assertEquals("the model's tensor dense0.kernel is minus infinite at [1, 3]", e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> OnnxModel.write(unsound, OnnxInput.FLOAT));
    assertTrue(Files.notExists(file("t")));
    float[] values = {0, 1, Float.NaN, 3, 4, Float.NaN};
    TensorFile.write(
        file("zeros"), Map.of(), List.of(new TensorSpec("0.weight", List.of(3, 2), 0)), values);
    ModelFileException e = assertThrows(ModelFileException.class, () -> read(file("zeros")));
    assertTrue(
        e.getMessage().contains("tensor 0.weight is NaN at [1, 0], the first of 2 values"),
        e.getMessage());
  }

  private void assertRefused(String reason, String... tensors) {
    ModelFileException e = assertThrows(ModelFileException.class, () -> read(zeros(tensors)));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertTrue(e.getMessage().contains("zeros.safetensors"), e.getMessage());
  }

  @Test
  void whatIsNoStackOfDenseLayersIsNamed() {
    assertRefused("it has no tensors");
    assertRefused("conv.weight [2, 1, 2, 2] has 4 dimensions", "conv.weight 2,1,2,2");
    assertRefused("bn.weight [3] has 1 dimensions", "bn.weight 3", "bn.bias 3");
    assertRefused(
        "belong to no dense layer: bn.running_mean [3]", "0.weight 3,2", "bn.running_mean 3");
    assertRefused("layer '1' has a bias but neither", "0.weight 3,2", "1.bias 3");
    assertRefused("both a kernel and a weight", "0.weight 3,2", "0.kernel 2,3");
    assertRefused("the same part of a layer", "d/kernel 3,2", "d/kernel:0 3,2");
    assertRefused("a kernel as of Keras and layers with a weight", "0.weight 3,2", "1/kernel 3,4");
    assertRefused("expected the shape [3]", "0.weight 3,2", "0.bias 2");
    assertRefused("between 1 and", "0.weight 3,0");
    assertRefused("'0' has 3 outputs, but '1' after it 4 inputs", "0.weight 3,2", "1.weight 2,4");
    for (String[] names :
        new String[][] {
          {"input.weight 3,2", "output.weight 2,3"}, {"fc1.weight 3,2", "fc01.weight 2,3"}
        }) {
      SpecException e = assertThrows(SpecException.class, () -> read(zeros(names)));
      assertTrue(
          e.message(UsageException::option).endsWith("name them in order with --layer-names"),
          e.getMessage());
    }
  }

  @Test
  void numbersInNamesGiveTheOrder() {
    String[] tensors = {"net.10.weight 4,3", "net.2.weight 3,2", "net.2.bias 3", "net.10.bias 4"};
    assertEquals(List.of(2, 3, 4), read(zeros(tensors)).architecture().widths());
    assertEquals(List.of(2, 3), read(zeros("weight 3,2", "bias 3")).architecture().widths());
    ForeignModel keras =
        read(zeros("s/dense_1/kernel:0 3,1", "s/dense/kernel:0 2,3", "s/dense/bias:0 3"));
    assertEquals(List.of(2, 3, 1), keras.architecture().widths());
    assertEquals(Loss.SIGMOID_CROSS_ENTROPY, keras.architecture().loss());
    assertTrue(
        keras.notes().contains(Note.of("layer 's/dense_1' has no bias: its bias here is 0")));
  }

  @Test
  void namesInOrderSettleWhatNumbersDoNot() {
    Path file = zeros("input.weight 3,2", "hidden.weight 4,3", "output.weight 2,4");
    ImportHints hints =
        new ImportHints(Optional.empty(), Optional.empty(), List.of("input", "hidden", "output"));
    assertEquals(List.of(2, 3, 4, 2), ModelImport.read(file, hints).architecture().widths());
    ImportHints others =
        new ImportHints(Optional.empty(), Optional.empty(), List.of("input", "output", "x"));
    assertThrows(ModelFileException.class, () -> ModelImport.read(file, others));
  }

  @Test
  void weftsOwnFilesAreNotImported() {
    model().save(file("own"));
    ModelFileException e = assertThrows(ModelFileException.class, () -> read(file("own")));
    assertTrue(e.getMessage().contains("a model of Weft's already"), e.getMessage());
  }

  @Test
  void whatAnExportedFileSaysCannotBeOverruled() {
    TensorExport.write(file("there"), model(), TensorNaming.KERAS, List.of());
    ImportHints hints = new ImportHints(Optional.of(Activation.RELU), Optional.empty(), List.of());
    assertThrows(SpecException.class, () -> ModelImport.read(file("there"), hints));
  }

  @Test
  void whatAFileSaysReachesATerminalWithoutControlCharacters() {
    String escape = (char) 27 + "[31m";
    TensorFile.write(
        file("zeros"),
        Map.of(),
        List.of(new TensorSpec(escape + "1.weight", List.of(3, 2), 0)),
        new float[6]);
    String notes = read(file("zeros")).notes().toString();
    assertTrue(notes.contains("layer '?[31m1' has no bias"), notes);
    TensorFile.write(
        file("zeros"), Map.of(), List.of(new TensorSpec(escape, List.of(3, 2), 0)), new float[6]);
    ModelFileException e = assertThrows(ModelFileException.class, () -> read(file("zeros")));
    assertTrue(e.getMessage().contains("no dense layer: ?[31m [3, 2]"), e.getMessage());
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    TensorExport.write(file("there"), model(), TensorNaming.PYTORCH, List.of());
    byte[] whole = Files.readAllBytes(file("there"));
    Random random = new Random(31);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
      }
      Files.write(file("damaged"), bytes);
      try {
        read(file("damaged"));
      } catch (ModelFileException e) {
        refused++;
      }
    }
    assertTrue(refused > 500 && refused < 1000, refused + " of 1000");
  }
}
