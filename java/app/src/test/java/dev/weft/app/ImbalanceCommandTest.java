package dev.weft.app;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Remedies for rare classes from the command line to the folder, in plain Java. */
class ImbalanceCommandTest {
  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    data = SmallData.idx(Files.createDirectory(folder.resolve("data")));
  }

  private Invocation imbalance(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "imbalance",
                "--dataset",
                "idx",
                "--data",
                data.toString(),
                "--backend",
                "java",
                "--out",
                folder.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(String[]::new));
  }

  @Test
  void comparesRemediesAndSaysWhatHelps() throws IOException {
    Invocation run = imbalance("--profile", "25", "--epochs", "3", "--seeds", "2", "--seed", "7");
    assertEquals(ExitCode.OK, run.code(), run.err());
    assertTrue(run.out().contains("oversampling"), run.out());
    assertTrue(run.out().contains("cannot be told"), run.out());
    Path out = folder.resolve("out");
    JsonNode document = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    assertEquals("[7,8]", document.get("seeds").toString());
    assertEquals(4, document.get("remedies").size());
    assertEquals(160, document.at("/classes/0/train").asInt());
    assertEquals(32, document.at("/classes/1/train").asInt());
    assertEquals(6, document.at("/classes/2/train").asInt());
    assertEquals(3, document.at("/remedies/0/recalls").size());
    List<String> csv = Files.readAllLines(out.resolve("imbalance.csv"));
    assertEquals(
        "remedy,seed,accuracy,balanced_accuracy,macro_f1,recall_0,recall_1,recall_2", csv.get(0));
    assertEquals(9, csv.size());
    assertTrue(Files.readString(out.resolve("report.html")).contains("What helps where classes"));
    Invocation resumed = Invocation.of("train", "--resume", out.toString());
    assertEquals(ExitCode.MISUSE, resumed.code());
    assertTrue(resumed.err().contains("comparison of remedies"), resumed.err());
  }

  /** What contradicts Fashion-MNIST is told before it is looked for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "imbalance --shift 28          | --shift 28 leaves nothing of images of 28 x 28",
        "imbalance --train-range 0:5   | --validation 10000 leaves nothing",
        "imbalance --layers 7,10       | --layers begins with 7",
        "sweep --shift 1,30            | --shift 30 leaves nothing of images of 28 x 28",
        "sweep --validation 60000      | --validation 60000 leaves nothing",
        "sweep --task regression       | needs targets"
      })
  void misuseBeforeLoading(String command, String message) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("--data", "default", "--offline"));
    Invocation misuse = Invocation.of(arguments.toArray(String[]::new));
    assertEquals(ExitCode.MISUSE, misuse.code(), misuse.err());
    assertTrue(misuse.err().contains(message), misuse.err());
    assertFalse(misuse.err().contains("Fashion-MNIST from"), misuse.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--profile many             | expected RATIO",
        "--profile 1,0.5            | is of 2 classes, the data has 3",
        "--profile 1000             | leaves nothing to train on",
        "--seeds 0                  | --seeds takes 1 to",
        "--class-weights balanced   | --class-weights is one of the remedies",
        "--task regression          | --task regression has none"
      })
  void misuse(String options, String message) {
    Invocation misuse = imbalance(options.split(" "));
    assertEquals(ExitCode.MISUSE, misuse.code(), misuse.err());
    assertTrue(misuse.err().contains(message), misuse.err());
  }
}
