package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.app.session.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches from the command line to the folder, on small data and in plain Java. */
class SweepCommandTest {
  private static final List<String> TABLES =
      List.of("ranking.csv", "trials.csv", "multiclass-best.safetensors");

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    data = SmallData.idx(Files.createDirectory(folder.resolve("data")));
  }

  private List<String> arguments(String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("sweep", "--dataset", "idx", "--data", data.toString(), "--backend", "java"));
    arguments.addAll(List.of("--out", folder.resolve(out).toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private Invocation sweep(String out, String... more) {
    return Invocation.of(arguments(out, more).toArray(String[]::new));
  }

  private JsonNode document(String out) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(out).resolve("results.json").toFile());
  }

  @Test
  void ranksWhatItTriedAndKeepsTheBestModel() throws IOException {
    String[] search = {
      "--epochs",
      "3",
      "--learning-rate",
      "0.0001,0.01",
      "--layers",
      "16,4,3;16,8,3",
      "--seeds",
      "1..2"
    };
    Invocation first = sweep("a", search);
    assertEquals(ExitCode.OK, first.code(), first.err());
    assertTrue(first.out().contains("learning_rate 0.01"), first.out());
    assertTrue(first.err().contains("8 of 8 trainings of up to 3 epochs"), first.err());
    JsonNode document = document("a");
    assertEquals(4, document.get("ranking").size());
    assertEquals("0.01", document.at("/ranking/0/values/learning_rate").asText());
    assertEquals(2, document.at("/ranking/0/val_accuracies").size());
    assertEquals(0, document.get("test_looks").asInt());
    assertTrue(document.get("test").isNull());
    assertEquals(document.at("/ranking/0/training"), document.at("/provenance/configuration/best"));
    String page = Files.readString(folder.resolve("a/report.html"));
    assertTrue(page.contains("A search over 4 configurations"));
    assertEquals(4, page.split("<path d=", -1).length - 1);

    // With looks at the test samples: the second time nothing is trained but the best.
    for (int look = 1; look <= 2; look++) {
      List<String> test = new ArrayList<>(List.of(search));
      test.add("--test");
      Invocation again = sweep("b", test.toArray(String[]::new));
      assertEquals(ExitCode.OK, again.code(), again.err());
      assertEquals(look, document("b").get("test_looks").asInt());
      assertEquals(look == 1, again.err().contains("trainings of up to"), again.err());
      assertEquals(2, document("b").at("/test/test_accuracies").size());
    }
    assertEquals(document.get("ranking"), document("b").get("ranking"));
    Invocation evaluated =
        Invocation.of(
            "evaluate",
            folder.resolve("b/multiclass-best.safetensors").toString(),
            "--dataset",
            "idx",
            "--data",
            data.toString(),
            "--backend",
            "java",
            "--json",
            "--quiet");
    assertEquals(ExitCode.OK, evaluated.code(), evaluated.err());
    assertEquals(
        document("b").at("/test/test_accuracies/0").asDouble(),
        new ObjectMapper().readTree(evaluated.out()).get("test_accuracy").asDouble());
  }

  @Test
  @Tag("process")
  void aSearchThatIsKilledGoesOnToTheSameTables() throws Exception {
    String[] search = {"--trials", "24", "--learning-rate", "1e-3..1e-1:log", "--epochs", "16"};
    assertEquals(ExitCode.OK, sweep("whole", search).code());
    List<String> arguments = arguments("killed", search);
    Path journal = folder.resolve("killed/trials.jsonl");
    try (WeftProcess process = WeftProcess.start(folder.resolve("said"), arguments)) {
      while (lines(journal) < 3) {
        assertFalse(process.ends(5), process.said());
      }
      process.kill();
    }
    long before = lines(journal);
    assertTrue(before < 24, () -> before + " of 24");
    Invocation rest = Invocation.of(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, rest.code(), rest.err());
    assertTrue(rest.err().contains("did not come to its end"), rest.err());
    assertTrue(lines(journal) == 24, rest.err());
    for (String table : TABLES) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(table)),
          Files.readAllBytes(folder.resolve("killed").resolve(table)),
          table);
    }
  }

  private static long lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).lines().count() : 0;
  }

  /** Seeds of one training on all samples: nothing is chosen. */
  @Test
  void seedsOfOneConfigurationNeedNoValidation() throws IOException {
    Invocation seeds =
        sweep("f", "--validation", "0", "--weights", "last", "--seeds", "1..3", "--test");
    assertEquals(ExitCode.OK, seeds.code(), seeds.err());
    JsonNode document = document("f");
    assertEquals(0, document.at("/ranking/0/failed").asInt());
    assertTrue(document.at("/ranking/0/val_accuracy").isNull());
    assertEquals(3, document.at("/test/test_accuracies").size());
    assertTrue(document.at("/test/test_accuracy/mean").asDouble() > 0.9);
  }

  @Test
  void aSearchThatFailsAltogetherSaysSo() throws IOException {
    Invocation failed = sweep("c", "--learning-rate", "1e30", "--epochs", "2");
    assertEquals(ExitCode.FAILURE, failed.code());
    assertTrue(failed.err().contains("all trainings failed"), failed.err());
    assertEquals(1, document("c").at("/ranking/0/failed").asInt());
    assertFalse(Files.exists(folder.resolve("c/multiclass.safetensors")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--learning-rate 0.1,x    | --learning-rate': expected a number, not 'x'",
        "--learning-rate 0.1..0.2 | --learning-rate has more values than can be listed: add --trials",
        "--validation 10,20       | --validation is the same for all configurations",
        "--validation 0 --epochs 1,2 | --validation 0 leaves nothing to choose by",
        "--validation 0           | --validation 0 leaves no lowest val_loss: add --weights last",
        "--folds 1                | --folds takes 2 to 100, not 1",
        "--folds 601 --epochs 1   | --folds takes 2 to 100, not 601",
        "--trials 0               | --trials takes 1 to",
        "--seeds 1,1              | expected values that differ",
        "--seeds 0.5              | expected a whole number",
        "--halving 0              | expected EPOCHS or EPOCHS:FACTOR",
        "--layers 16,3;15,3       | --layers begins with 15",
        "--seed 3                 | Unknown option",
        "--batch-size 0,1         | --batch-size takes 1 to"
      })
  void misuse(String options, String message) {
    Invocation misuse = sweep("d", options.split(" "));
    assertEquals(ExitCode.MISUSE, misuse.code(), misuse.err());
    assertTrue(misuse.err().contains(message), misuse.err());
    assertFalse(Files.exists(folder.resolve("d/results.json")));
  }

  @Test
  void otherCommandsSayThatASearchIsNone() {
    assertEquals(ExitCode.OK, sweep("e", "--epochs", "1").code());
    String run = folder.resolve("e").toString();
    Invocation compared = Invocation.of("compare", run, data.toString());
    Invocation resumed = Invocation.of("train", "--resume", run);
    assertEquals(ExitCode.FAILURE, compared.code());
    assertEquals(ExitCode.MISUSE, resumed.code());
    assertTrue(compared.err().contains("is a search"), compared.err());
    assertTrue(resumed.err().contains("is a search"), resumed.err());
  }
}
