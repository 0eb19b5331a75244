package dev.weft.interchange.keras;

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
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.train.SpecException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KerasImportTest {
  private static final ImportHints GELU_MSE =
      new ImportHints(
          Optional.of(Activation.GELU), Optional.of(Loss.MEAN_SQUARED_ERROR), List.of());

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"keras3.keras", "keras2-model.h5", "keras1-model.h5"})
  void wholeModelsComeWithTheirNetwork(String name) {
    ForeignModel imported = ModelImport.read(KerasFiles.path(name), ImportHints.none());
    assertEquals(KerasFiles.DESCRIBED, imported.architecture());
    assertArrayEquals(KerasFiles.parameters(), imported.parameters());
    assertEquals(
        !name.startsWith("keras1"),
        texts(imported).contains("the state of optimizer was left out"));
    assertThrows(SpecException.class, () -> ModelImport.read(KerasFiles.path(name), GELU_MSE));
  }

  private static List<String> texts(ForeignModel imported) {
    return imported.notes().stream().map(Note::toString).toList();
  }

  @Test
  void aLossThatContradictsTheOutputsIsRefused() {
    ImportHints same =
        new ImportHints(Optional.empty(), Optional.of(Loss.SOFTMAX_CROSS_ENTROPY), List.of());
    Path file = KerasFiles.path("keras3.keras");
    assertEquals(KerasFiles.DESCRIBED, ModelImport.read(file, same).architecture());
    ImportHints other =
        new ImportHints(Optional.empty(), Optional.of(Loss.MEAN_SQUARED_ERROR), List.of());
    SpecException e = assertThrows(SpecException.class, () -> ModelImport.read(file, other));
    assertEquals(
        "--loss mean_squared_error goes with linear outputs, those of the file's last layer"
            + " 'dense_2' are softmax",
        e.message(UsageException::option));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras3.weights.h5",
        "keras2.13.weights.h5",
        "keras2-weights.h5",
        "keras2.13-windows.weights.h5",
        "keras2.15-windows.weights.h5",
        "half.weights.h5",
        "bfloat16.weights.h5"
      })
  void weightsComeWithTheNetworkThatTheCommandLineNames(String name) {
    ForeignModel imported = ModelImport.read(KerasFiles.path(name), GELU_MSE);
    assertEquals(
        Architecture.inputs(6)
            .dense(5, Activation.GELU)
            .dense(4, Activation.GELU)
            .output(3, Loss.MEAN_SQUARED_ERROR),
        imported.architecture());
    assertArrayEquals(KerasFiles.parameters(), imported.parameters());
    ForeignModel assumed = ModelImport.read(KerasFiles.path(name), ImportHints.none());
    assertEquals(Loss.SOFTMAX_CROSS_ENTROPY, assumed.architecture().loss());
    assertTrue(texts(assumed).get(0).contains("assumed: relu and softmax"));
    assertTrue(texts(assumed).get(0).endsWith("(activation and loss say otherwise)"));
  }

  @Test
  void roundedNumbersAreCounted() {
    ForeignModel imported =
        ModelImport.read(KerasFiles.path("double.weights.h5"), ImportHints.none());
    assertEquals(0.1f, imported.parameters()[30]);
    assertTrue(
        texts(imported)
            .contains(
                "tensor layers/dense/vars/1 is float64: 1 of 5 values were rounded to float32"),
        imported.notes().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convolution.weights.h5   | layer conv2d is not supported",
        "convolution.weights.h5   | layers/conv2d/vars/0 [2, 2, 1, 2]",
        "normalization.weights.h5 | layer batch_normalization is not supported",
        "compressed.weights.h5    | is stored CHUNKED",
        "links.weights.h5         | 'layers/dense/vars/1' is a link to another place or file",
        "soft-link.weights.h5     | 'layers/dense/vars/1' is a link to another place or file",
        "cycle.weights.h5         | deeper than 12 levels",
        "external-data.weights.h5 | External Data Files",
        "virtual.weights.h5       | Virtual storage is not supported",
        "huge.weights.h5          | a network has at most 1073741824 parameters",
        "nan.weights.h5           | tensor layers/dense_1/vars/0 is NaN at [2, 3], the first of 2",
        "other.h5                 | none of Keras: it holds temperature"
      })
  void whatIsNotSupportedIsNamed(String name, String reason) {
    ModelFileException e =
        assertThrows(
            ModelFileException.class, () -> ModelImport.read(KerasFiles.path(name), GELU_MSE));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @Test
  void namesOfLayersAreForFilesThatDoNotTellTheOrder() {
    ImportHints hints = new ImportHints(Optional.empty(), Optional.empty(), List.of("dense"));
    assertThrows(
        SpecException.class, () -> ModelImport.read(KerasFiles.path("keras3.weights.h5"), hints));
  }

  private void assertRefused(Path file, String reason) {
    ModelFileException e =
        assertThrows(ModelFileException.class, () -> ModelImport.read(file, ImportHints.none()));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  private Path zip(String... names) throws IOException {
    Path file = folder.resolve("some.keras");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("{}".getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }

  @Test
  void zipsThatAreNoKerasFilesAreRefused() throws IOException {
    assertRefused(zip("a.txt"), "no .keras file with config.json");
    assertRefused(zip("archive/data.pkl", "archive/data/0"), "which can run code and is not read");
    String[] three = {"config.json", "metadata.json", "model.weights.h5"};
    assertRefused(zip(three), "no HDF5 file");
    assertRefused(
        zip(three[0], three[1], three[2], "assets/vocabulary.txt"), "assets/vocabulary.txt");
  }

  /** A configuration of zeros, 1000 times as long as what it was squeezed into. */
  @Test
  void anEntryThatInflatesWithoutEndIsRefused() throws IOException {
    Path file = folder.resolve("bomb.keras");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : List.of("metadata.json", "model.weights.h5", "config.json")) {
        zip.putNextEntry(new ZipEntry(name));
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < (name.equals("config.json") ? 20 : 0); i++) {
          zip.write(megabyte);
        }
        zip.closeEntry();
      }
    }
    assertTrue(Files.size(file) < 1 << 20);
    assertRefused(file, "more than the 16777216 bytes");
  }

  @Test
  void filesOfOtherKindsAreNamed() throws IOException {
    Path file = folder.resolve("model.onnx");
    Files.write(file, new byte[] {(byte) 0x80, 2, 'c', 'o', 's'});
    assertRefused(file, "a Python pickle, which can run code");
    Files.write(file, new byte[] {8, 7, 18, 4, 'w', 'e', 'f', 't', 26, 1});
    assertRefused(file, "ONNX is written, not read");
    Files.write(file, new byte[0]);
    assertRefused(file, "it is empty");
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    assertRefused(file, "a Git LFS pointer in place of the file");
    Files.writeString(file, "Hello there");
    assertRefused(file, "its first bytes are 48 65");
    assertRefused(folder.resolve("absent"), "absent");
  }
}
