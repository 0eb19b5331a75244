package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.session.ExitCode;
import dev.weft.interchange.RandomModels;
import dev.weft.model.ModelFile;
import dev.weft.model.TensorFile;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weft export} and {@code weft import} as a user meets them. */
class InterchangeCommandTest {
  @TempDir private Path folder;

  private Path model;

  @BeforeEach
  void saveAModel() {
    model = folder.resolve("model.safetensors");
    Architecture architecture =
        Architecture.inputs(4)
            .dense(3, Activation.RELU)
            .dropout(0.5f)
            .output(2, Loss.SOFTMAX_CROSS_ENTROPY);
    RandomModels.of(architecture, List.of("cat", "dog"), 1).save(model);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertMisuse(String reason, Invocation invocation) {
    assertEquals(ExitCode.MISUSE, invocation.code(), invocation.err());
    assertTrue(invocation.err().contains(reason), invocation.err());
    assertEquals("", invocation.out());
  }

  private static void assertFailure(String reason, Invocation invocation) {
    assertEquals(ExitCode.FAILURE, invocation.code(), invocation.err());
    assertTrue(invocation.err().contains(reason), invocation.err());
    assertEquals("", invocation.out());
  }

  @Test
  void aModelGoesThereAndBack() throws IOException {
    for (String format : List.of("keras-safetensors", "pytorch-safetensors")) {
      Invocation export =
          Invocation.of("export", model.toString(), "--format", format, "-o", path("there"));
      assertEquals(ExitCode.OK, export.code(), export.err());
      assertTrue(export.out().contains("note: dropout is for training alone"), export.out());
      Invocation back = Invocation.of("import", path("there"), "-o", path("back.safetensors"));
      assertEquals(ExitCode.OK, back.code(), back.err());
      assertTrue(back.out().contains("dense 3 relu, dropout 0.5, dense 2 softmax"), back.out());
      assertEquals(-1, Files.mismatch(model, folder.resolve("back.safetensors")));
    }
  }

  @Test
  void anEndingOfOnnxIsEnoughToTellTheFormat() {
    Invocation export =
        Invocation.of("export", model.toString(), "-o", path("m.onnx"), "--input", "uint8");
    assertEquals(ExitCode.OK, export.code(), export.err());
    assertTrue(export.out().contains("pixels          uint8 [batch, 4]"), export.out());
    assertTrue(export.out().contains("probabilities   float32 [batch, 2]"), export.out());
    assertTrue(Files.exists(folder.resolve("m.onnx")));
  }

  @Test
  void bothReportAsJson() {
    Invocation export = Invocation.of("export", model.toString(), "-o", path("m.onnx"), "--json");
    assertTrue(export.out().contains("\"format\" : \"onnx\""), export.out());
    Invocation.of("export", model.toString(), "--format", "keras-safetensors", "-o", path("k"));
    Invocation back = Invocation.of("import", path("k"), "-o", path("b"), "--json");
    assertTrue(back.out().contains("\"loss\" : \"categorical_crossentropy\""), back.out());
    assertTrue(back.out().startsWith("{"), back.out());
  }

  @Test
  void classNamesAreTakenFromTheCommandLine() {
    Invocation.of("export", model.toString(), "--format", "keras-safetensors", "-o", path("k"));
    Invocation named =
        Invocation.of("import", path("k"), "--class-names", "a,b", "-o", path("named"));
    assertEquals(ExitCode.OK, named.code(), named.err());
    assertEquals(
        List.of("a", "b"), ModelFile.read(folder.resolve("named")).metadata().classNames());
    assertMisuse(
        "--class-names has 3 names, the network tells 2 classes apart",
        Invocation.of("import", path("k"), "--class-names", "a,b,c", "-o", path("x")));
  }

  @Test
  void whatWasAssumedComesWithTheOptionsThatSayOtherwise() {
    Invocation.of("export", model.toString(), "--format", "keras-safetensors", "-o", path("k"));
    Path bare = folder.resolve("bare.safetensors");
    TensorFile.write(
        bare,
        Map.of(),
        List.of(
            new TensorSpec("in.weight", List.of(3, 4), 0),
            new TensorSpec("out.weight", List.of(2, 3), 12)),
        new float[18]);
    Invocation unordered = Invocation.of("import", bare.toString(), "-o", path("x"));
    assertMisuse("name them in order with --layer-names", unordered);
    Invocation named =
        Invocation.of(
            "import",
            bare.toString(),
            "--layer-names",
            "in,out",
            "--class-names",
            "a,b",
            "-o",
            path("x"));
    assertEquals(ExitCode.OK, named.code(), named.err());
    assertTrue(
        named.out().contains("categorical_crossentropy (--activation and --loss say otherwise)"),
        named.out());
    assertMisuse(
        "leave --activation and --loss out",
        Invocation.of("import", path("k"), "--loss", "mean_squared_error", "-o", path("y")));
  }

  @Test
  void misuseIsNamedAndWritesNothing() throws IOException {
    String file = model.toString();
    assertMisuse("does not tell the format", Invocation.of("export", file, "-o", path("x")));
    assertMisuse(
        "--input belongs to --format onnx",
        Invocation.of(
            "export", file, "--format", "keras-safetensors", "--input", "float", "-o", path("x")));
    assertMisuse(
        "--layer-names belongs to the safetensors formats",
        Invocation.of("export", file, "--layer-names", "a,b", "-o", path("x.onnx")));
    assertMisuse(
        "--layer-names has 1 names, the model has 2 dense layers",
        Invocation.of(
            "export",
            file,
            "--format",
            "keras-safetensors",
            "--layer-names",
            "a",
            "-o",
            path("x")));
    assertMisuse(
        "is the model itself", Invocation.of("export", file, "--format", "onnx", "-o", file));
    assertMisuse("is a folder", Invocation.of("export", file, "--format", "onnx", "-o", path("")));
    assertMisuse(
        "does not exist", Invocation.of("export", file, "--format", "onnx", "-o", path("a/b")));
    assertMisuse("absent does not exist", Invocation.of("export", path("absent"), "-o", "x.onnx"));
    assertMisuse("-o", Invocation.of("export", file));
    assertMisuse("absent does not exist", Invocation.of("import", path("absent"), "-o", path("x")));
    assertMisuse("is a folder", Invocation.of("import", folder.toString(), "-o", path("x")));
    assertMisuse("is the file itself", Invocation.of("import", file, "-o", file));
    assertEquals(List.of("model.safetensors"), files());
  }

  @Test
  void filesThatCannotBeReadFailAndWriteNothing() throws IOException {
    Files.writeString(folder.resolve("text"), "weights");
    assertFailure("cannot import", Invocation.of("import", path("text"), "-o", path("x")));
    assertFailure(
        "a model of Weft's already", Invocation.of("import", model.toString(), "-o", path("x")));
    assertFailure("cannot read", Invocation.of("export", path("text"), "-o", path("x.onnx")));
    assertEquals(List.of("model.safetensors", "text"), files());
  }
}
