package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.UsageException;
import dev.weft.app.session.ExitCode;
import dev.weft.app.training.CompareCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two trainings on small data, compared, and what is said of folders that are damaged. */
class CompareCommandTest {
  private static final String SECONDS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
  private static final Pattern TIME_IN_TABLE = Pattern.compile("<td[^>]*>\\s*" + SECONDS);
  private static final Pattern TIME_IN_JSON = Pattern.compile("\"started\" : \"" + SECONDS);

  @TempDir static Path folder;
  private static Path first;
  private static Path second;

  @BeforeAll
  static void train() throws IOException {
    Path data = SmallData.idx(Files.createDirectory(folder.resolve("data")));
    first = folder.resolve("first");
    second = folder.resolve("second");
    run(data, first, "--seed", "1");
    run(data, second, "--seed", "2", "--learning-rate", "0.01");
  }

  private static void run(Path data, Path out, String... more) {
    Invocation invocation =
        Invocation.of(
            concat(
                List.of(
                    "train",
                    "--dataset",
                    "idx",
                    "--data",
                    data.toString(),
                    "--backend",
                    "java",
                    "--epochs",
                    "3",
                    "--quiet",
                    "--out",
                    out.toString()),
                List.of(more)));
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
    assertTrue(invocation.out().contains("Results in " + out), invocation.out());
  }

  private static String[] concat(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all.toArray(String[]::new);
  }

  @Test
  void aTrainingLeavesResultsReportTablesAndPictures() throws IOException {
    for (String name :
        List.of(
            "results.json",
            "report.html",
            "history-multiclass.csv",
            "confusion-multiclass.csv",
            "training-multiclass.png",
            "training-multiclass.svg",
            "confusion-multiclass-best.png",
            "scores-multiclass.svg",
            "calibration-multiclass.png",
            "speed.svg")) {
      assertTrue(Files.size(first.resolve(name)) > 0, name);
    }
    String report = Files.readString(first.resolve("report.html"));
    assertTrue(report.contains("id=\"multiclass-confusion\""));
    assertTrue(report.contains("id=\"samples\""));
    assertTrue(report.contains("--seed 1"));
  }

  @Test
  void namesWhatDiffersAndWritesThePage() throws IOException {
    Path page = folder.resolve("both.html");
    Invocation invocation =
        Invocation.of("compare", first.toString(), second.toString(), "--out", page.toString());
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
    assertTrue(
        invocation.out().contains("multiclass: learning rate: 0.001 | 0.01"), invocation.out());
    assertTrue(invocation.out().contains("seed: 1 | 2"), invocation.out());
    assertFalse(invocation.out().contains("batch size"), invocation.out());
    invocation.out().lines().forEach(line -> assertTrue(line.length() <= 100, line));
    String html = Files.readString(page);
    assertTrue(html.contains("data-chart=\"multiclass-loss\""));
    assertTrue(html.contains("batch size 32"));
    assertEquals(2, TIME_IN_TABLE.matcher(html).results().count());
    Invocation json =
        Invocation.of(
            "compare", first.toString(), second.toString(), "--json", "--out", page.toString());
    assertEquals(2, TIME_IN_JSON.matcher(json.out()).results().count(), json.out());
  }

  @Test
  void whatOneRunLeavesOutIsADifference() throws IOException {
    Path data = folder.resolve("data");
    Path patient = folder.resolve("patient");
    run(data, patient, "--seed", "1", "--early-stopping", "off", "--clip-norm", "0.5");
    // As a version before clipping wrote it.
    Path older = Files.createDirectory(folder.resolve("older"));
    String results = Files.readString(first.resolve("results.json"));
    assertTrue(results.contains("\"clip_norm\""), results);
    Files.writeString(
        older.resolve("results.json"), results.replaceAll("\"clip_norm\" : [0-9.]+,\\s*", ""));
    Files.copy(first.resolve("history-multiclass.csv"), older.resolve("history-multiclass.csv"));
    String out =
        Invocation.of(
                "compare",
                older.toString(),
                patient.toString(),
                "--out",
                folder.resolve("patient.html").toString())
            .out();
    assertTrue(out.contains("multiclass: early stopping: 5 | off"), out);
    assertTrue(out.contains("multiclass: clip norm: 0.0 | 0.5"), out);
  }

  @Test
  void foldersAreNamedByTheShortestEndsThatDiffer() {
    assertEquals(List.of("a", "b"), CompareCommand.names(List.of(Path.of("x/a"), Path.of("x/b"))));
    assertEquals(
        List.of("x/a", "y/a"), CompareCommand.names(List.of(Path.of("x/a"), Path.of("y/a"))));
    assertThrows(
        UsageException.class, () -> CompareCommand.names(List.of(Path.of("a"), Path.of("b/../a"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "results.json | no JSON | results.json is not JSON",
        "results.json | {} | has neither /experiments nor /history",
        "results.json | {\"history\":{}} | the field /provenance is missing",
        "results.json | {\"experiments\":[],\"provenance\":{\"configuration\":[]},\"synthetic\":1}"
            + " | the field /synthetic is neither true nor false",
        "results.json | {\"experiments\":[],\"synthetic\":false,"
            + "\"provenance\":{\"started\":\"now\",\"configuration\":{}}}"
            + " | /provenance/started is not a time",
        "results.json | {\"experiments\":7,\"provenance\":{\"configuration\":{}},"
            + "\"synthetic\":false} | the field /experiments is not a list",
        "results.json | {\"experiments\":[{\"name\":\"../x\"}],\"synthetic\":false,"
            + "\"provenance\":{\"configuration\":{}}} | /experiments/0/name is not the name",
        "history-multiclass.csv | a,b | the column epoch is missing",
        "history-multiclass.csv | epoch,loss,accuracy,val_loss,val_accuracy;1,x,1,1,1"
            + " | line 2, column loss: expected a number, found 'x'",
        "history-multiclass.csv | epoch,loss,accuracy,val_loss,val_accuracy;1,2"
            + " | line 2 has 2 fields, expected 5"
      })
  void damageIsAFailureThatNamesFileAndField(
      String file, String text, String expected, @TempDir Path copies) throws IOException {
    Path copy = Files.createDirectory(copies.resolve("copy"));
    for (String name : List.of("results.json", "history-multiclass.csv")) {
      Files.copy(first.resolve(name), copy.resolve(name));
    }
    Files.writeString(copy.resolve(file), text.replace(';', '\n'));
    Path page = copies.resolve("page.html");
    Invocation invocation =
        Invocation.of("compare", second.toString(), copy.toString(), "--out", page.toString());
    assertEquals(ExitCode.FAILURE, invocation.code(), invocation.err());
    assertTrue(invocation.err().contains(expected), invocation.err());
    assertTrue(invocation.err().contains(file), invocation.err());
    assertFalse(Files.exists(page));
  }

  @Test
  void foldersOfNoRunAreNamed() {
    Invocation none = Invocation.of("compare", first.toString(), folder.resolve("x").toString());
    assertEquals(ExitCode.MISUSE, none.code());
    assertTrue(none.err().contains("x does not exist"), none.err());
    Invocation other =
        Invocation.of("compare", first.toString(), folder.resolve("data").toString());
    assertEquals(ExitCode.FAILURE, other.code());
    assertTrue(other.err().contains("it has no results.json"), other.err());
  }

  @Test
  void aRegressionHasAReportOfWhatApplies() throws IOException {
    Path csv = SmallData.csv(folder.resolve("table.csv"), 200, 1);
    Path out = folder.resolve("regression");
    Invocation invocation =
        Invocation.of(
            "train",
            "--data",
            csv.toString(),
            "--test-data",
            csv.toString(),
            "--target-columns",
            "sum",
            "--ignore-columns",
            "side",
            "--epochs",
            "2",
            "--backend",
            "java",
            "--quiet",
            "--out",
            out.toString());
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
    String report = Files.readString(out.resolve("report.html"));
    assertTrue(report.contains("test loss, last weights"));
    assertTrue(report.contains("data-chart=\"regression-loss\""));
    assertFalse(report.contains("data-chart=\"regression-accuracy\""));
    assertFalse(report.contains("Confusion matrix"));
    assertFalse(Files.exists(out.resolve("confusion-regression.csv")));
  }
}
