package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.Engine;
import dev.weft.app.console.Console;
import dev.weft.app.console.Interruption;
import dev.weft.app.console.Terminal;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fashion.SyntheticGarments;
import dev.weft.model.ModelFile;
import dev.weft.runs.CsvMark;
import dev.weft.runs.RunFolder;
import dev.weft.runs.experiments.*;
import dev.weft.runs.training.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All three experiments on few drawn garments, in plain Java. */
@Tag("training")
class ExperimentsTest {
  private static final FashionMnist DATA = new SyntheticGarments(3, 900, 300).draw();
  private static final Recipe RECIPE = Recipe.reference().withValidation(200).withEpochs(6);

  private final Console silent =
      new Console(
          new PrintStream(new ByteArrayOutputStream()),
          new PrintStream(new ByteArrayOutputStream()),
          Terminal.NONE,
          true,
          true);

  @Test
  void leavesAFolderWithEverything(@TempDir Path parent) throws Exception {
    Path target = parent.resolve("run");
    Outcome outcome;
    try (Engine engine = Engine.open("java", 1);
        RunFolder folder = RunFolder.open(target, false)) {
      ResultFiles files = new ResultFiles(folder, RECIPE, DATA.source(), engine.info(), silent);
      outcome =
          new Experiments(engine, RECIPE, new Interruption(), model -> List.of())
              .run(DATA, files)
              .orElseThrow();
      files.write(outcome, DATA, true, "weft experiments", Instant.now());
      assertFalse(Files.exists(target));
      folder.publish();
    }
    JsonNode results = new ObjectMapper().readTree(target.resolve("results.json").toFile());
    checkDocument(results, outcome);
    for (Experiment experiment : List.of(outcome.multiclass(), outcome.binary())) {
      String model = experiment.name();
      assertEquals(
          CsvMark.of(experiment.history().toCsv(), true),
          Files.readString(target.resolve("history-" + model + ".csv")));
      assertNotNull(ImageIO.read(target.resolve("training-" + model + ".png").toFile()));
      ModelFile best = ModelFile.read(target.resolve(model + "-best.safetensors"));
      assertEquals(
          Integer.toString(experiment.best().epoch()), best.metadata().extra().get("epoch"));
      ModelFile last = ModelFile.read(target.resolve(model + ".safetensors"));
      assertEquals(
          Integer.toString(experiment.last().epoch()), last.metadata().extra().get("epoch"));
    }
    for (String name : List.of("multiclass", "binary", "binarized")) {
      assertTrue(Files.exists(target.resolve("confusion-" + name + ".csv")));
      assertNotNull(ImageIO.read(target.resolve("confusion-" + name + ".png").toFile()));
      for (String picture : List.of("confusion-", "scores-", "calibration-")) {
        assertTrue(Files.readString(target.resolve(picture + name + ".svg")).contains("<svg"));
      }
      for (String row : Files.readAllLines(target.resolve("confusion-" + name + ".csv"))) {
        assertTrue(row.endsWith(",data") || row.endsWith(",SYNTHETIC"), row);
      }
    }
    String report = Files.readString(target.resolve("report.html"));
    assertTrue(report.contains("SYNTHETIC data: these figures say nothing about Fashion-MNIST"));
    for (String part : List.of("multiclass", "binary", "binarized", "disagreements", "samples")) {
      assertTrue(report.contains("<section id=\"" + part + "\""), part);
    }
  }

  private static void checkDocument(JsonNode results, Outcome outcome) {
    assertTrue(results.get("synthetic").asBoolean());
    assertTrue(results.get("notice").asText().startsWith("SYNTHETIC"));
    assertEquals(
        List.of("multiclass", "binary", "binarized"),
        results.get("experiments").findValuesAsText("name").stream()
            .filter(name -> List.of("multiclass", "binary", "binarized").contains(name))
            .toList());
    for (JsonNode experiment : results.get("experiments")) {
      for (JsonNode figures : List.of(experiment, experiment.get("best"))) {
        for (String figure : List.of("test_accuracy", "val_accuracy", "test_loss", "val_loss")) {
          assertTrue(figures.get(figure).isDouble(), figure);
        }
        assertEquals(300, sum(figures.get("confusion")), experiment.get("name").asText());
        assertEquals(figures.get("class_names").size(), figures.get("per_class").size());
      }
      assertTrue(experiment.get("epochs").asInt() >= 1);
      assertTrue(experiment.get("seconds_per_epoch").asDouble() > 0);
    }
    JsonNode multiclass = results.get("experiments").get(0);
    assertEquals(
        outcome.multiclass().last().test().accuracy(), multiclass.get("test_accuracy").asDouble());
    assertEquals(
        outcome.multiclass().history().best().orElseThrow().epoch(),
        multiclass.at("/best/epoch").asInt());
    assertEquals(
        outcome.multiclass().history().best().orElseThrow().valLoss(),
        multiclass.at("/best/val_loss").asDouble(),
        1e-6);
    JsonNode provenance = results.get("provenance");
    for (String fact :
        List.of(
            "seed",
            "data_hash",
            "data_source",
            "configuration",
            "backend",
            "device",
            "versions",
            "os",
            "arch",
            "command",
            "started",
            "duration_seconds")) {
      assertFalse(provenance.path(fact).isMissingNode(), fact);
    }
    assertEquals(3, results.get("conclusions").size());
  }

  private static int sum(JsonNode matrix) {
    int sum = 0;
    for (JsonNode row : matrix) {
      for (JsonNode cell : row) {
        sum += cell.asInt();
      }
    }
    return sum;
  }

  @Test
  void theBinarizedExperimentIsTheTenClassModelsOwn() {
    try (Engine engine = Engine.open("java", 1)) {
      Outcome outcome =
          new Experiments(engine, RECIPE, new Interruption(), model -> List.of())
              .run(DATA, new Forgetting())
              .orElseThrow();
      long[][] ten = outcome.multiclass().last().test().confusion().counts();
      long right = 0;
      for (int truth = 0; truth < ten.length; truth++) {
        for (int predicted = 0; predicted < ten.length; predicted++) {
          boolean same =
              FashionMnist.CLOTHING.group(truth) == FashionMnist.CLOTHING.group(predicted);
          right += same ? ten[truth][predicted] : 0;
        }
      }
      assertEquals(right, outcome.binarized().last().test().confusion().correct());
      assertTrue(
          outcome.binarized().last().test().accuracy()
              >= outcome.multiclass().last().test().accuracy());
    }
  }

  @Test
  void anInterruptionEndsBothTrainings() {
    Interruption interruption = new Interruption();
    interruption.request();
    try (Engine engine = Engine.open("java", 1)) {
      Optional<Outcome> outcome =
          new Experiments(engine, RECIPE, interruption, model -> List.of())
              .run(DATA, new Forgetting());
      assertTrue(outcome.isEmpty());
    }
  }
}
