package dev.weft.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Engine;
import dev.weft.ModelFileException;
import dev.weft.Network;
import dev.weft.UsageException;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import dev.weft.serve.models.Models;
import dev.weft.serve.models.NamedModel;
import dev.weft.serve.models.NetworkModel;
import dev.weft.train.SpecException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files and folders to models with names. */
class ModelsTest {
  @TempDir private Path folder;
  private Engine engine;

  @BeforeEach
  void open() {
    engine = Engine.open("java", 1);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Path save(String name, Architecture architecture, List<String> classes, long seed) {
    Path file = folder.resolve(name + ".safetensors");
    try (Network network = engine.network(architecture, seed)) {
      ModelMetadata metadata =
          new ModelMetadata(
              architecture, classes, "reference", seed, "hash", "java", "1", Map.of());
      ModelFile.save(file, network, metadata, false);
    }
    return file;
  }

  private Models load(boolean imagesOnly, Path... arguments) {
    return Models.load(engine, NamedModel.read(List.of(arguments), imagesOnly));
  }

  private String misuse(Path... arguments) {
    return assertThrows(UsageException.class, () -> NamedModel.read(List.of(arguments), true))
        .getMessage();
  }

  @Test
  void aRunGivesItsModelsWithTheirBestWeights() {
    save("multiclass", Served.TEN, FashionMnist.CLASS_NAMES, 1);
    save("multiclass-best", Served.TEN, FashionMnist.CLASS_NAMES, 2);
    save("binary", Served.TWO, List.of("no", "yes"), 3);
    try (Models models = load(true, folder)) {
      assertEquals(List.of("multiclass", "binary", "binarized"), models.names());
      NetworkModel ten = models.find("multiclass").orElseThrow().network();
      assertEquals("multiclass-best.safetensors", ten.file());
      assertEquals(2, ten.metadata().seed());
    }
  }

  @Test
  void aModelComputesWithTheWeightsOfItsFile() {
    Path file = save("odd", Served.TWO, List.of(), 9);
    try (Models models = load(true, file);
        Network network = engine.network(Served.TWO, 9)) {
      float[] row = new float[784];
      row[400] = 1;
      NetworkModel odd = models.find("odd").orElseThrow().network();
      assertArrayEquals(network.predict(row), odd.predict(row));
      assertEquals(List.of("0", "1"), odd.classNames());
    }
  }

  @Test
  void otherThanImagesAreServedWithoutThePageAlone() {
    Path file = save("prices", Served.NUMBERS, List.of(), 1);
    SpecException refused =
        assertThrows(SpecException.class, () -> NamedModel.read(List.of(file), true));
    assertTrue(
        refused
            .message(UsageException::option)
            .endsWith(
                "takes 3 features, but the page is for images of 784 pixels: --no-page serves the"
                    + " API alone"),
        refused.getMessage());
    try (Models models = load(false, file)) {
      assertEquals(List.of("prices"), models.names());
    }
  }

  @Test
  void saysWhatCannotBeServed() throws Exception {
    Path file = save("binary", Served.TWO, List.of(), 1);
    assertTrue(misuse(folder.resolve("none")).contains("does not exist"));
    assertTrue(misuse(file, folder).contains("two models would have the name binary"));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertTrue(misuse(empty).contains("has no models"));
    Path damaged = Files.writeString(folder.resolve("damaged.safetensors"), "x");
    assertThrows(ModelFileException.class, () -> NamedModel.read(List.of(file, damaged), true));
  }
}
