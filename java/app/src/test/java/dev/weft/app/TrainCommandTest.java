package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.app.console.Interruption;
import dev.weft.app.session.ExitCode;
import dev.weft.model.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Training from the command line to files and documents, on small data and in plain Java. */
class TrainCommandTest {
  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    data = SmallData.idx(Files.createDirectory(folder.resolve("data")));
  }

  private Invocation train(String... more) {
    return train(new Interruption(), more);
  }

  private Invocation train(Interruption interruption, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", "--dataset", "idx", "--data", data.toString(), "--backend", "java"));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--out")) {
      arguments.add("--no-report");
    }
    return Invocation.with(interruption, arguments.toArray(String[]::new));
  }

  private static JsonNode json(Invocation invocation) {
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
    try {
      return new ObjectMapper().readTree(invocation.out());
    } catch (IOException e) {
      throw new AssertionError(invocation.out(), e);
    }
  }

  @Test
  void printsOneDocumentWithHistoryTestFiguresAndProvenance() {
    JsonNode document = json(train("--epochs", "4", "--seed", "5", "--json", "--quiet"));
    assertEquals(4, document.at("/history/epochs").size());
    assertEquals(4, document.get("epochs").asInt());
    assertTrue(document.at("/history/epochs/0/val_loss").isDouble());
    assertTrue(
        document.at("/history/epochs/3/loss").asDouble()
            < document.at("/history/epochs/0/loss").asDouble());
    assertTrue(document.get("test_accuracy").asDouble() > 0.9, document.toPrettyString());
    assertTrue(document.get("test_loss").isDouble());
    assertEquals(3, document.at("/test/confusion").size());
    assertTrue(document.at("/best/epoch").asInt() >= 1);
    assertEquals(5, document.at("/provenance/seed").asInt());
    assertEquals(64, document.at("/provenance/data_hash").asText().length());
    assertEquals("java", document.at("/provenance/backend").asText());
    assertTrue(document.at("/provenance/command").asText().startsWith("weft train --dataset idx"));
    assertEquals("[16,32,32,3]", document.at("/provenance/configuration/train/layers").toString());
    assertEquals(0.9, document.at("/provenance/configuration/train/beta1").asDouble());
  }

  @Test
  void optimizersAndActivationsAreChosenByOptions() {
    String[] options = {"--epochs", "2", "--json", "--quiet", "--activation", "leaky_relu:0.1"};
    List<String> adamw = new ArrayList<>(List.of(options));
    adamw.addAll(List.of("--optimizer", "adamw", "--weight-decay", "0.01", "--clip-norm", "0.5"));
    JsonNode document = json(train(adamw.toArray(String[]::new)));
    JsonNode facts = document.at("/provenance/configuration/train");
    assertEquals("leaky_relu:0.1", facts.get("activation").asText());
    assertEquals("adamw", facts.get("optimizer").asText());
    assertEquals(0.01, facts.get("weight_decay").asDouble());
    assertEquals(0.5, facts.get("clip_norm").asDouble());
    assertTrue(
        document.at("/history/epochs/1/loss").asDouble()
            != json(train(options)).at("/history/epochs/1/loss").asDouble());
    Invocation adam = train("--weight-decay", "0.01");
    assertEquals(ExitCode.MISUSE, adam.code());
    assertTrue(
        adam.err().contains("--weight-decay 0.01 does not go with --optimizer adam"), adam.err());
  }

  @Test
  void sameSeedSameFiguresOtherSeedOthers() {
    String loss = "/history/epochs/1/loss";
    String[] arguments = {"--epochs", "2", "--json", "--seed"};
    double first = json(train(with(arguments, "1"))).at(loss).asDouble();
    double again = json(train(with(arguments, "1"))).at(loss).asDouble();
    double other = json(train(with(arguments, "2"))).at(loss).asDouble();
    assertEquals(first, again);
    assertFalse(first == other);
  }

  private static String[] with(String[] arguments, String last) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(last);
    return all.toArray(String[]::new);
  }

  @Test
  void withoutValidationEverySampleOfTheRangeTrains() {
    JsonNode document =
        json(
            train(
                "--epochs",
                "1",
                "--train-range",
                "10:110",
                "--validation",
                "0",
                "--no-shuffle",
                "--batch-size",
                "100",
                "--json"));
    assertTrue(document.at("/history/epochs/0/val_loss").isNull());
    assertTrue(document.get("best").isNull());
    assertTrue(document.at("/provenance/configuration/train/early_stopping").isNull());
    assertFalse(document.at("/provenance/configuration/train/shuffle").asBoolean());
    // One batch of all samples: the mean loss of the epoch is that of the initial weights.
    double loss = document.at("/history/epochs/0/loss").asDouble();
    assertEquals(Math.log(3), loss, 0.5);
  }

  @Test
  void savedModelsAreReadAndEvaluatedToTheSameFigures() throws IOException {
    Path last = folder.resolve("last.safetensors");
    Path best = folder.resolve("best.safetensors");
    Path history = folder.resolve("history.csv");
    JsonNode trained =
        json(
            train(
                "--epochs",
                "3",
                "--class-names",
                "red,green,blue",
                "--save",
                last.toString(),
                "--save-best",
                best.toString(),
                "--history",
                history.toString(),
                "--json"));
    assertEquals(4, Files.readAllLines(history).size());
    assertEquals(List.of("red", "green", "blue"), ModelFile.read(last).metadata().classNames());
    for (Path model : List.of(last, best)) {
      JsonNode evaluated =
          json(
              Invocation.of(
                  "evaluate",
                  model.toString(),
                  "--dataset",
                  "idx",
                  "--data",
                  data.toString(),
                  "--backend",
                  "java",
                  "--json"));
      JsonNode expected = model.equals(last) ? trained : trained.get("best");
      assertEquals(expected.get("test_loss"), evaluated.get("test_loss"));
      assertEquals(expected.get("test_accuracy"), evaluated.get("test_accuracy"));
      assertEquals("red", evaluated.at("/test/class_names/0").asText());
    }
  }

  @Test
  void layersAreForFilesThatDoNotSayWhatTheyHold() throws IOException {
    Path model = folder.resolve("tanh.safetensors");
    json(train("--epochs", "1", "--activation", "tanh", "--json", "--save", model.toString()));
    Invocation described = evaluate(model, "--layers", "16,32,32,3");
    assertEquals(ExitCode.MISUSE, described.code(), described.err());
    assertTrue(described.err().contains("leave --layers"), described.err());
    // The same tensors as another framework writes them.
    byte[] bytes = Files.readAllBytes(model);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Path foreign = folder.resolve("foreign.safetensors");
    Files.write(
        foreign, text.replace("weft_format", "some_format").getBytes(StandardCharsets.ISO_8859_1));
    Invocation bare = evaluate(foreign);
    assertEquals(ExitCode.MISUSE, bare.code(), bare.err());
    assertTrue(bare.err().contains("add --layers"), bare.err());
    JsonNode own = json(evaluate(model));
    assertEquals(
        own.get("test_loss"),
        json(evaluate(foreign, "--layers", "16,32,32,3", "--activation", "tanh")).get("test_loss"));
  }

  private Invocation evaluate(Path model, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("evaluate", model.toString(), "--dataset", "idx", "--data", data.toString()));
    arguments.addAll(List.of("--backend", "java", "--json"));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(String[]::new));
  }

  @Test
  void initStartsFromTheTensorsOfAFile() {
    Path first = folder.resolve("first.safetensors");
    Path second = folder.resolve("second.safetensors");
    String[] still = {"--epochs", "1", "--learning-rate", "1e-30", "--quiet"};
    json(train("--epochs", "2", "--json", "--save", first.toString()));
    List<String> arguments = new ArrayList<>(List.of(still));
    arguments.addAll(List.of("--init", first.toString(), "--save", second.toString()));
    Invocation again = train(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, again.code(), again.err());
    assertArrayEquals(
        ModelFile.read(first).parameters(), ModelFile.read(second).parameters(), 1e-6f);
  }

  @Test
  void quietPrintsOnlyTheResult() {
    Invocation quiet = train("--epochs", "1", "--quiet");
    assertEquals(ExitCode.OK, quiet.code());
    assertEquals("", quiet.err());
    assertTrue(quiet.out().contains("test accuracy"), quiet.out());
    Invocation talking = train("--epochs", "1");
    assertTrue(talking.err().contains("epoch 1/1"), talking.err());
    assertTrue(talking.err().contains("device: "), talking.err());
  }

  @Test
  void anInterruptedRunKeepsNothingHalfAndSaysSo() throws IOException {
    Interruption interruption = new Interruption();
    interruption.request();
    Path model = folder.resolve("model.safetensors");
    Path history = folder.resolve("history.csv");
    Invocation invocation =
        train(interruption, "--save", model.toString(), "--history", history.toString());
    assertEquals(ExitCode.INTERRUPTED, invocation.code());
    assertTrue(invocation.err().contains("interrupted after 0 complete epochs"));
    assertTrue(invocation.err().contains("; nothing was kept"), invocation.err());
    assertFalse(Files.exists(model));
    assertFalse(Files.exists(history));
  }

  @Test
  void aFileThatCannotBeWrittenCostsNoOther() {
    Path model = folder.resolve("model.safetensors");
    // Longer than any name may be.
    Path history = folder.resolve("h".repeat(300));
    Invocation invocation =
        train("--epochs", "1", "--history", history.toString(), "--save", model.toString());
    assertEquals(ExitCode.FAILURE, invocation.code(), invocation.err());
    assertTrue(invocation.err().contains("weft: cannot write " + history), invocation.err());
    assertTrue(invocation.err().contains("kept: " + model), invocation.err());
    assertTrue(invocation.out().contains("test accuracy"), invocation.out());
    assertTrue(Files.exists(model));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void pipesAndDevicesAreNotReplaced() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    for (String option : List.of("--save", "--save-best", "--history")) {
      Invocation invocation = train("--epochs", "1", option, pipe.toString());
      assertEquals(ExitCode.MISUSE, invocation.code(), invocation.err());
      assertTrue(invocation.err().contains("is a device or a pipe"), invocation.err());
    }
    assertFalse(Files.isRegularFile(pipe));
  }

  @Test
  void layersThatDoNotFitTheDataAreMisuse() {
    Invocation inputs = train("--layers", "15,3");
    assertEquals(ExitCode.MISUSE, inputs.code());
    assertTrue(inputs.err().contains("a sample has 16 features"), inputs.err());
    Invocation outputs = train("--layers", "16,4");
    assertEquals(ExitCode.MISUSE, outputs.code());
    assertTrue(outputs.err().contains("needs 3 outputs"), outputs.err());
    Invocation binary = train("--task", "binary");
    assertEquals(ExitCode.MISUSE, binary.code());
    assertTrue(binary.err().contains("this has 3"), binary.err());
  }

  @Test
  void divergenceIsAFailure() {
    Invocation invocation = train("--learning-rate", "1e30", "--epochs", "3");
    assertEquals(ExitCode.FAILURE, invocation.code());
    assertTrue(invocation.err().contains("diverged"), invocation.err());
  }

  @Test
  void tablesOfNumbersTrain() {
    Path train = SmallData.csv(folder.resolve("train.csv"), 500, 1);
    Path test = SmallData.csv(folder.resolve("test.csv"), 100, 2);
    Path model = folder.resolve("sum.safetensors");
    JsonNode regression =
        json(
            Invocation.of(
                "train",
                "--data",
                train.toString(),
                "--test-data",
                test.toString(),
                "--target-columns",
                "sum",
                "--ignore-columns",
                "side",
                "--layers",
                "2,8,1",
                "--epochs",
                "40",
                "--learning-rate",
                "0.01",
                "--backend",
                "java",
                "--no-report",
                "--json",
                "--save",
                model.toString()));
    assertTrue(regression.get("test_loss").asDouble() < 0.01, regression.toPrettyString());
    assertTrue(regression.get("test_accuracy").isNull());
    JsonNode evaluated =
        json(
            Invocation.of(
                "evaluate",
                model.toString(),
                "--data",
                test.toString(),
                "--target-columns",
                "sum",
                "--ignore-columns",
                "side",
                "--backend",
                "java",
                "--json"));
    assertEquals(regression.get("test_loss"), evaluated.get("test_loss"));
    JsonNode classes =
        json(
            Invocation.of(
                "train",
                "--data",
                train.toString(),
                "--test-data",
                test.toString(),
                "--label-column",
                "side",
                "--ignore-columns",
                "sum",
                "--task",
                "binary",
                "--class-weights",
                "balanced",
                "--epochs",
                "40",
                "--learning-rate",
                "0.01",
                "--backend",
                "java",
                "--no-report",
                "--json"));
    assertTrue(classes.get("test_accuracy").asDouble() > 0.9, classes.toPrettyString());
    assertEquals("left", classes.at("/test/class_names/0").asText());
  }

  @Test
  void withoutTestDataTheFiguresThatThereAreAreNamed() {
    String data = SmallData.csv(folder.resolve("train.csv"), 100, 1).toString();
    String[] options = {
      "train",
      "--data",
      data,
      "--target-columns",
      "sum",
      "--ignore-columns",
      "side",
      "--layers",
      "2,8,1",
      "--epochs",
      "1",
      "--backend",
      "java",
      "--no-report",
      "--validation"
    };
    assertTrue(Invocation.of(with(options, "0.2")).out().contains("; validation figures are"));
    assertTrue(Invocation.of(with(options, "0")).out().contains("; training figures are"));
  }
}
