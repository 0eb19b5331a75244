package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.session.ExitCode;
import dev.weft.data.ColumnNames;
import dev.weft.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is tested on, beside or after the one that a model was trained on. */
class SecondTableTest {
  private static final int ROWS = 120;

  @TempDir Path folder;
  private Path train;

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
                "kind",
                "--backend",
                "java",
                "--no-report",
                "--learning-rate",
                "0.01",
                "--quiet",
                "--epochs",
                "20"));
    arguments.addAll(List.of(more));
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
}
