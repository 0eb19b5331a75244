package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.session.ExitCode;
import dev.weft.data.ColumnNames;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is tested on, beside or after the one that a model was trained on. */
class SecondTableTest {
  private static final int ROWS = 120;

  @TempDir Path folder;
  private Path train;
  private String label = "kind";

  /** Two kinds, told apart by {@code near} alone; {@code far} has larger values for the other. */
  private Path table(String name, String header, String... fields) throws IOException {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int i = 0; i < ROWS; i++) {
      for (int f = 0; f < fields.length; f++) {
        text.append(f == 0 ? "" : ",").append(value(fields[f], i));
      }
      text.append('\n');
    }
    return Files.writeString(folder.resolve(name), text);
  }

  private static String value(String field, int row) {
    boolean oak = row % 2 == 0;
    return switch (field) {
      case "near" -> oak ? "1" : "-1";
      case "far" -> oak ? "-0.5" : "0.5";
      case "bright" -> oak ? "200" : "30";
      case "near01" -> oak ? "0.8" : "0.1";
      case "far01" -> oak ? "0.5" : "0.25";
      case "kind" -> oak ? "oak" : "elm";
      default -> Integer.toString(row);
    };
  }

  @BeforeEach
  void writeTable() throws IOException {
    train = table("train.csv", "near,far,kind", "near", "far", "kind");
  }

  private Invocation train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--data",
                train.toString(),
                "--label-column",
                label,
                "--backend",
                "java",
                "--no-report",
                "--quiet",
                "--epochs",
                "20"));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--learning-rate")) {
      arguments.addAll(List.of("--learning-rate", "0.01"));
    }
    return Invocation.of(arguments.toArray(String[]::new));
  }

  private Invocation evaluate(Path model, Path data) {
    return Invocation.of(
        "evaluate",
        model.toString(),
        "--data",
        data.toString(),
        "--label-column",
        "kind",
        "--backend",
        "java",
        "--quiet");
  }

  private static String lastLine(Invocation invocation) {
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
    List<String> lines = invocation.out().lines().toList();
    return lines.get(lines.size() - 1);
  }

  @Test
  void itsColumnsAreFoundByTheirNames() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path reordered = table("reordered.csv", "kind,far,near", "kind", "far", "near");
    String trained = lastLine(train("--save", model.toString(), "--test-data", train.toString()));
    assertTrue(trained.endsWith("test accuracy 1.0000"), trained);
    assertEquals(trained, lastLine(train("--test-data", reordered.toString())));
    assertEquals(
        new ColumnNames(List.of("near", "far"), List.of()),
        ModelFile.read(model).metadata().columns());
    String evaluated = lastLine(evaluate(model, train));
    assertTrue(evaluated.endsWith("test accuracy 1.0000"), evaluated);
    assertEquals(evaluated, lastLine(evaluate(model, reordered)));
  }

  @Test
  void itsMissingAndSurplusColumnsAreNamed() throws IOException {
    Path model = folder.resolve("model.safetensors");
    train("--save", model.toString());
    Path other = table("other.csv", "near,age,kind", "near", "row", "kind");
    Invocation evaluated = evaluate(model, other);
    assertEquals(ExitCode.FAILURE, evaluated.code());
    String message =
        "lacks the feature far that the model takes"
            + " and has the column age that is no feature of the model";
    assertTrue(evaluated.err().contains(other + ", line 1 " + message), evaluated.err());
    Invocation trained = train("--test-data", other.toString());
    assertEquals(ExitCode.FAILURE, trained.code());
    assertTrue(trained.err().contains(message), trained.err());
  }

  @Test
  void theModelFileShowsTheNames() {
    Path model = folder.resolve("model.safetensors");
    train("--save", model.toString());
    String shown = Invocation.of("show", model.toString()).out();
    assertTrue(shown.lines().anyMatch("features       near, far"::equals), shown);
    assertTrue(Invocation.of("show", model.toString(), "--json").out().contains("feature_names"));
  }

  /** As Kaggle has MNIST; 16 columns are enough. */
  @Test
  void aTableOfPixelsThatIsNotReadAsSuchBringsAHint() throws IOException {
    StringBuilder text = new StringBuilder("label");
    for (int i = 0; i < 16; i++) {
      text.append(",pixel").append(i);
    }
    for (int row = 0; row < 20; row++) {
      text.append('\n')
          .append(row % 2)
          .append(row % 2 == 0 ? ",0" : ",255")
          .append(",7".repeat(15));
    }
    train = Files.writeString(folder.resolve("pixels.csv"), text);
    label = "label";
    Path model = folder.resolve("model.safetensors");
    Invocation trained = train("--save", model.toString());
    assertTrue(trained.err().contains("--pixels reads them as value / 255"), trained.err());
    Invocation asPixels = train("--pixels");
    assertFalse(asPixels.err().contains("--pixels"), asPixels.err());
    ModelFile file = ModelFile.read(model);
    ModelMetadata facts = file.metadata();
    new ModelFile(
            new ModelMetadata(
                facts.architecture(), facts.classNames(), "r", 0, "h", "b", "v", Map.of()),
            file.parameters(),
            Optional.empty())
        .save(model);
    String evaluated = evaluated(model);
    assertTrue(evaluated.contains("--pixels reads them as value / 255"), evaluated);
  }

  private String evaluated(Path model, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", model.toString(), "--data", train.toString()));
    arguments.addAll(List.of("--label-column", label, "--backend", "java"));
    arguments.addAll(List.of(more));
    Invocation evaluated = Invocation.of(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, evaluated.code(), evaluated.err());
    return evaluated.err() + evaluated.out();
  }

  private static String figures(String said) {
    return said.substring(said.indexOf("test loss"));
  }

  /** A model file says how features were read, and the next table is read likewise. */
  @Test
  void pixelsOfATableAreReadAsThoseThatAModelWasTrainedOn() throws IOException {
    train = table("pixels.csv", "near,far,kind", "bright", "row", "kind");
    Path pixels = folder.resolve("pixels.safetensors");
    Path plain = folder.resolve("plain.safetensors");
    assertEquals(ExitCode.OK, train("--pixels", "--save", pixels.toString()).code());
    assertEquals(ExitCode.OK, train("--save", plain.toString()).code());

    String unsaid = evaluated(pixels);
    assertTrue(unsaid.contains("features are read as value / 255, as those"), unsaid);
    assertEquals(figures(evaluated(pixels, "--pixels")), figures(unsaid));
    String asTrained = evaluated(plain);
    assertFalse(asTrained.contains("255"), asTrained);
    String other = evaluated(plain, "--pixels");
    assertTrue(
        other.contains("plain.safetensors was trained on numbers as they are (without --pixels)"),
        other);

    // Pixels that somebody has scaled are no pixels any more.
    train = table("scaled.csv", "near,far,kind", "near01", "far01", "kind");
    String scaled = evaluated(pixels);
    assertTrue(
        scaled.contains("was trained on pixels, read as value / 255, and the data's features are"),
        scaled);
    Invocation init = train("--init", pixels.toString(), "--layers", "2,32,32,2");
    assertTrue(init.err().contains("pixels.safetensors was trained on pixels"), init.err());
  }

  /**
   * What is not named again is as the run had it, and the data itself says whether it is the same.
   */
  @Test
  void aResumedRunTakesWhatIsNamedAgain() throws IOException {
    Path run = folder.resolve("run");
    Invocation first =
        Invocation.of(
            "train",
            "--data",
            train.toString(),
            "--label-column",
            "kind",
            "--backend",
            "java",
            "--epochs",
            "2",
            "--quiet",
            "--out",
            run.toString());
    assertEquals(ExitCode.OK, first.code(), first.err());
    Path moved = Files.move(train, folder.resolve("moved.txt"));
    Invocation resumed = resume(run, "--data", moved.toString());
    assertEquals(ExitCode.OK, resumed.code(), resumed.err());
    Invocation named = resume(run, "--data", moved.toString(), "--label-column", "kind");
    assertEquals(ExitCode.OK, named.code(), named.err());
    String[] rows = Files.readString(moved).split("\n");
    StringBuilder turned = new StringBuilder();
    for (String row : rows) {
      String[] fields = row.split(",");
      turned
          .append(fields[1])
          .append(',')
          .append(fields[0])
          .append(',')
          .append(fields[2])
          .append('\n');
    }
    Path reordered = Files.writeString(folder.resolve("turned.csv"), turned);
    Invocation same = resume(run, "--data", reordered.toString());
    assertEquals(ExitCode.OK, same.code(), same.err());
    Path changed =
        Files.writeString(
            folder.resolve("other.csv"), Files.readString(moved).replaceFirst("0.5", "0.25"));
    Invocation other = resume(run, "--data", changed.toString());
    assertTrue(
        other.err().contains("the data is not what the run " + run + " was trained on"),
        other.err());
  }

  private Invocation resume(Path run, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--resume", run.toString(), "--epochs", "4", "--quiet"));
    arguments.addAll(List.of(more));
    arguments.add("--no-report");
    return Invocation.of(arguments.toArray(String[]::new));
  }

  @Test
  void trainingGoesOnWithTheColumnsThatTheWeightsKnow() throws IOException {
    Path model = folder.resolve("model.safetensors");
    train("--save", model.toString());
    train = table("reordered.csv", "kind,far,near", "kind", "far", "near");
    Path further = folder.resolve("further.safetensors");
    String said =
        lastLine(
            train(
                "--init",
                model.toString(),
                "--save",
                further.toString(),
                "--learning-rate",
                "1e-9",
                "--test-data",
                train.toString()));
    assertTrue(said.endsWith("test accuracy 1.0000"), said);
    assertEquals(List.of("near", "far"), ModelFile.read(further).metadata().columns().features());
  }

  /** A model that could not be written would be lost after its last epoch. */
  @Test
  void moreNamesThanAModelFileHoldsAreRefusedBeforeTheFirstEpoch() throws IOException {
    String name = "n".repeat(60_000);
    StringBuilder text = new StringBuilder("a,kind\n");
    for (int i = 0; i < 60; i++) {
      text.append(i).append(',').append(i).append(name).append('\n');
    }
    train = Files.writeString(folder.resolve("long.csv"), text);
    Invocation invocation = train();
    assertEquals(ExitCode.MISUSE, invocation.code());
    assertTrue(
        invocation.err().contains("a model file has room for 3145728: shorten them"),
        invocation.err());
  }

  /** Names of classes may hold anything, and a terminal would obey it. */
  @Test
  void codesInTheNamesOfClassesDoNotReachTheTerminal() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("codes.csv"),
            "a,kind\n" + "1,x\u001b[2Jy\n-1,\u009b31m\u0007\n".repeat(20));
    Path model = folder.resolve("model.safetensors");
    train = csv;
    for (Invocation invocation :
        List.of(
            train("--save", model.toString()),
            train("--json"),
            evaluate(model, csv),
            Invocation.of("show", model.toString()),
            Invocation.of("show", model.toString(), "--json"),
            Invocation.of("data", "describe", "--data", csv.toString(), "--label-column", "kind"),
            Invocation.of("evaluate", model.toString(), "--data", csv + "\u001b[2J"))) {
      String said = invocation.out() + invocation.err();
      assertTrue(said.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n'), said);
    }
  }

  /** Of tables without names only the width can tell; nothing may be trained in vain. */
  @Test
  void anotherWidthIsRefusedBeforeTheFirstEpoch() throws IOException {
    Path out = folder.resolve("run");
    Path unnamed = Files.writeString(folder.resolve("a.csv"), "1,2,oak\n3,4,elm\n");
    Path wider = Files.writeString(folder.resolve("b.csv"), "1,2,3,oak\n3,4,5,elm\n");
    Invocation invocation =
        Invocation.of(
            "train",
            "--data",
            unnamed.toString(),
            "--test-data",
            wider.toString(),
            "--label-column",
            "-1",
            "--validation",
            "0",
            "--backend",
            "java",
            "--out",
            out.toString());
    assertEquals(ExitCode.MISUSE, invocation.code(), invocation.err());
    assertTrue(
        invocation.err().contains("the test data has 3 features, the training data 2"),
        invocation.err());
    assertFalse(invocation.err().contains("epoch"), invocation.err());
  }
}
