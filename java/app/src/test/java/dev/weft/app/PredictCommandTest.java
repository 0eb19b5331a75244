package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.app.session.ExitCode;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fashion.SyntheticGarments;
import dev.weft.datasets.pictures.GreyImage;
import dev.weft.datasets.pictures.ImageFiles;
import dev.weft.model.ModelFile;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.GlorotUniform;
import dev.weft.nn.Loss;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures from files to predictions, in plain Java. */
class PredictCommandTest {
  private static final int IMAGES = 6;
  private static final Dataset GARMENTS = new SyntheticGarments(1, IMAGES, 1).draw().train();

  @TempDir Path folder;
  private Path model;
  private Path pictures;

  @BeforeEach
  void writeFiles() throws IOException {
    model = PictureModel.save(folder.resolve("m.safetensors"), PictureModel.MULTICLASS);
    pictures = Files.createDirectory(folder.resolve("pictures"));
    for (int i = 0; i < IMAGES; i++) {
      Files.write(pictures.resolve(i + ".png"), ImageFiles.png(image(i)));
    }
  }

  private static GreyImage image(int i) {
    byte[] pixels = new byte[784];
    GARMENTS.range(i, i + 1).pixels().get(pixels);
    return new GreyImage(28, 28, pixels);
  }

  private Invocation predict(Path model, Object... more) {
    List<String> arguments =
        new ArrayList<>(List.of("predict", model.toString(), "--backend", "java"));
    Arrays.stream(more).map(Object::toString).forEach(arguments::add);
    return Invocation.of(arguments.toArray(String[]::new));
  }

  private static JsonNode json(Invocation invocation) {
    try {
      return new ObjectMapper().readTree(invocation.out());
    } catch (IOException e) {
      throw new AssertionError(invocation.out(), e);
    }
  }

  private float[] outputs(Path model) {
    ModelFile file = ModelFile.read(model);
    try (Engine engine = Engine.open("java", 1);
        Network network = engine.network(file.metadata().architecture(), 0)) {
      network.parameters(file.parameters());
      return network.predict(GARMENTS);
    }
  }

  @Test
  void aFolderGivesWhatTheNetworkSaysOfItsPictures() {
    Invocation invocation = predict(model, pictures, "--json", "--top", 10);
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
    JsonNode document = json(invocation);
    float[] expected = outputs(model);
    assertEquals(IMAGES, document.get("predictions").size());
    for (int i = 0; i < IMAGES; i++) {
      JsonNode entry = document.get("predictions").get(i);
      assertEquals(pictures.resolve(i + ".png").toString(), entry.get("file").asText());
      double before = 1;
      for (JsonNode c : entry.get("classes")) {
        int index = FashionMnist.CLASS_NAMES.indexOf(c.get("name").asText());
        assertEquals(expected[10 * i + index], c.get("probability").asDouble(), 1e-9);
        assertTrue(c.get("probability").asDouble() <= before);
        before = c.get("probability").asDouble();
      }
      assertEquals(10, entry.get("classes").size());
      assertEquals(entry.at("/classes/0/name"), entry.get("predicted"));
    }
  }

  @Test
  void oneSigmoidGivesTheProbabilitiesOfBothClasses() {
    Path binary = PictureModel.save(folder.resolve("b.safetensors"), PictureModel.BINARY);
    JsonNode document = json(predict(binary, pictures, "--json"));
    float[] expected = outputs(binary);
    for (int i = 0; i < IMAGES; i++) {
      JsonNode entry = document.get("predictions").get(i);
      assertEquals(2, entry.get("classes").size());
      boolean clothing = entry.get("predicted").asText().equals("clothing");
      assertEquals(expected[i] > 0.5, clothing);
      double probability = clothing ? expected[i] : 1 - expected[i];
      assertEquals(probability, entry.get("probability").asDouble(), 1e-9);
    }
  }

  @Test
  void theTableIsAlignedWithinAHundredColumns() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("a".repeat(90)));
    Files.copy(pictures.resolve("0.png"), deep.resolve("zero.png"));
    Invocation invocation = predict(model, deep.resolve("zero.png"), pictures, "--quiet");
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
    List<String> lines = invocation.out().lines().toList();
    assertEquals(2 + 1 + IMAGES, lines.size());
    assertTrue(lines.get(2).startsWith("..."), lines.get(2));
    assertTrue(lines.get(2).contains("zero.png"), lines.get(2));
    for (String line : lines.subList(1, lines.size())) {
      assertEquals(lines.get(1).length(), line.length(), line);
      assertTrue(line.length() <= 100, line);
    }
    for (String line : predict(model, pictures, "--top", 10).out().lines().toList()) {
      assertTrue(line.length() <= 100, line);
    }
    assertEquals("", invocation.err());
  }

  @Test
  void whatCannotBeUsedIsSkippedAndTheRestPredicted() throws IOException {
    byte[] png = Files.readAllBytes(pictures.resolve("1.png"));
    Path broken = Files.write(pictures.resolve("broken.png"), Arrays.copyOf(png, 60));
    Files.writeString(pictures.resolve("notes.txt"), "no picture");
    Files.createDirectory(pictures.resolve("more"));
    Path missing = folder.resolve("missing.jpg");
    Invocation invocation = predict(model, missing, pictures, "--json");
    assertEquals(ExitCode.FAILURE, invocation.code());
    assertTrue(invocation.err().contains("weft: skipped " + broken + ": damaged PNG"));
    assertTrue(invocation.err().contains("weft: skipped " + missing + ": it does not exist"));
    assertTrue(invocation.err().contains("passed over 2 other entries"), invocation.err());
    JsonNode document = json(invocation);
    assertEquals(IMAGES, document.get("predictions").size());
    assertEquals(2, document.get("skipped").size());
    assertEquals(broken.toString(), document.at("/skipped/1/file").asText());
  }

  @Test
  void withNothingToPredictThereIsStillADocument() throws IOException {
    Path text = Files.writeString(folder.resolve("a.png"), "text");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Invocation invocation = predict(model, text, empty, "--json");
    assertEquals(ExitCode.FAILURE, invocation.code());
    assertEquals(0, json(invocation).get("predictions").size());
    assertTrue(invocation.err().contains("no PNG, JPEG, GIF or BMP picture"), invocation.err());
    assertTrue(invocation.err().contains("in this folder"), invocation.err());
  }

  @Test
  void idxFilesAreReadGzipOrPlain() throws IOException {
    byte[] idx = idx(28, 28);
    Path plain = Files.write(folder.resolve("images-idx3-ubyte"), idx);
    Path gzip = folder.resolve("images.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
      out.write(idx);
    }
    JsonNode fromPng = json(predict(model, pictures, "--json")).get("predictions");
    for (Path file : List.of(plain, gzip)) {
      JsonNode fromIdx = json(predict(model, file, "--json")).get("predictions");
      assertEquals(IMAGES, fromIdx.size());
      for (int i = 0; i < IMAGES; i++) {
        assertEquals(file + "[" + i + "]", fromIdx.get(i).get("file").asText());
        assertEquals(fromPng.get(i).get("classes"), fromIdx.get(i).get("classes"));
      }
    }
  }

  @Test
  void idxFilesOfOtherSizesAreConvertedAndOthersRefused() throws IOException {
    Path small = Files.write(folder.resolve("small"), idx(14, 56));
    assertEquals(IMAGES, json(predict(model, small, "--json")).get("predictions").size());
    Path labels = Files.write(folder.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 5});
    Invocation refused = predict(model, labels);
    assertEquals(ExitCode.FAILURE, refused.code());
    assertTrue(refused.err().contains("holds no images"), refused.err());
  }

  private static byte[] idx(int height, int width) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x803);
    out.writeInt(IMAGES);
    out.writeInt(height);
    out.writeInt(width);
    byte[] pixels = new byte[784 * IMAGES];
    GARMENTS.pixels().get(pixels);
    out.write(pixels);
    return bytes.toByteArray();
  }

  @Test
  void showPrintsWhatTheNetworkSees() {
    Invocation plain = predict(model, pictures.resolve("0.png"), "--show", "--quiet");
    List<String> lines = plain.out().lines().toList();
    assertEquals(1 + 28, lines.size());
    assertFalse(plain.out().contains("\u001b"));
    GreyImage image = image(0);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        int shade = " .:-=+*#%@".indexOf(lines.get(1 + y).charAt(2 * x));
        assertEquals(image.at(x, y) * 10 / 256, shade, x + " " + y);
      }
    }
    assertTrue(lines.get(1).matches(".{56}  \\S.* 0\\.[0-9]{4}"), lines.get(1));
    Invocation colour = predict(model, pictures.resolve("0.png"), "--show", "--color", "always");
    assertTrue(colour.out().contains("\u001b[1m"), colour.out());
  }

  @Test
  void anEmptyPictureIsPredictedWithAWarning() throws IOException {
    Path empty =
        Files.write(folder.resolve("e.png"), ImageFiles.png(new GreyImage(1, 1, new byte[1])));
    Invocation invocation = predict(model, empty);
    assertEquals(ExitCode.OK, invocation.code());
    assertTrue(invocation.err().contains("nothing but background"), invocation.err());
  }

  @Test
  void modelsForOtherDataAreMisuse() {
    Architecture narrow = Architecture.inputs(16).output(10, Loss.SOFTMAX_CROSS_ENTROPY);
    Invocation other =
        predict(PictureModel.save(folder.resolve("n.safetensors"), narrow), pictures);
    assertEquals(ExitCode.MISUSE, other.code());
    assertTrue(other.err().contains("takes 16 features, but a picture gives 784"), other.err());
    Architecture numbers =
        Architecture.inputs(784).dense(4, Activation.RELU).output(3, Loss.MEAN_SQUARED_ERROR);
    Invocation regression =
        predict(PictureModel.save(folder.resolve("r.safetensors"), numbers), pictures);
    assertEquals(ExitCode.MISUSE, regression.code());
    assertTrue(regression.err().contains("numbers and no classes"), regression.err());
  }

  @Test
  void modelsWithoutNumbersFail() throws IOException {
    float[] parameters = GlorotUniform.parameters(PictureModel.MULTICLASS, 3);
    parameters[100] = Float.NaN;
    parameters[101] = Float.POSITIVE_INFINITY;
    Path broken = folder.resolve("nan.safetensors");
    PictureModel.save(broken, PictureModel.MULTICLASS, parameters);
    Invocation predicted = predict(broken, pictures);
    assertEquals(ExitCode.FAILURE, predicted.code());
    assertTrue(
        predicted.err().contains("tensor dense0.kernel is NaN at [12, 4], the first of 2 values"),
        predicted.err());
    Invocation exported =
        Invocation.of("export", broken.toString(), "-o", folder.resolve("broken.onnx").toString());
    assertEquals(ExitCode.FAILURE, exported.code());
    assertTrue(exported.err().contains("nan.safetensors: tensor dense0.kernel"), exported.err());
    assertTrue(Files.notExists(folder.resolve("broken.onnx")));
    Invocation started =
        Invocation.of(
            "train", "--data", "synthetic", "--init", broken.toString(), "--layers", "784,8,10");
    assertEquals(ExitCode.FAILURE, started.code());
    assertEquals("", predicted.out());
    Invocation evaluated =
        Invocation.of("evaluate", broken.toString(), "--data", "synthetic", "--backend", "java");
    assertEquals(ExitCode.FAILURE, evaluated.code());
    assertTrue(evaluated.err().contains("NaN or infinite"), evaluated.err());
    assertEquals("", evaluated.out());
    Invocation shown = Invocation.of("show", broken.toString());
    assertEquals(ExitCode.OK, shown.code());
    assertTrue(shown.err().contains("NaN or infinite"), shown.err());
    Arrays.fill(parameters, 3e38f);
    PictureModel.save(broken, PictureModel.MULTICLASS, parameters);
    Invocation large = predict(broken, pictures);
    assertEquals(ExitCode.FAILURE, large.code());
    assertTrue(large.err().contains("not numbers (NaN)"), large.err());
  }
}
