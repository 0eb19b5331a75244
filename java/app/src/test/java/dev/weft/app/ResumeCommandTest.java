package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.app.console.CheckedOutput;
import dev.weft.app.console.Interruption;
import dev.weft.app.console.Terminal;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import dev.weft.backend.cpu.CpuBackend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that was stopped and goes on leaves what the unbroken one leaves. */
@Tag("training")
class ResumeCommandTest {
  /** A rate at which the few samples that validate soon get worse: the runs stop early. */
  private static final List<String> STOPS_EARLY =
      List.of("--epochs", "40", "--early-stopping", "3", "--learning-rate", "0.03");

  @TempDir static Path shared;
  @TempDir Path folder;
  private static Path data;
  private static Path stopped;

  @BeforeAll
  static void stopOnce() throws IOException {
    data = SmallData.idx(Files.createDirectory(shared.resolve("data")));
    stopped = shared.resolve("stopped");
    Invocation first = train(stopped, 3, "--backend", "java", "--epochs", "6", "--seed", "4");
    assertEquals(ExitCode.INTERRUPTED, first.code(), first.err());
    assertTrue(first.err().contains("weft train --resume " + stopped), first.err());
  }

  private static Invocation train(Path out, int interruptedAfter, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--dataset", "idx", "--data", data.toString()));
    arguments.addAll(List.of(more));
    return run(out, interruptedAfter, arguments);
  }

  private static Invocation resume(Path run, Path out, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--resume", run.toString()));
    arguments.addAll(List.of(more));
    return run(out, 0, arguments);
  }

  /**
   * @param interruptedAfter the epoch at whose line somebody presses Ctrl-C, 0 for never
   */
  private static Invocation run(Path out, int interruptedAfter, List<String> arguments) {
    arguments.addAll(List.of("--out", out.toString()));
    Interruption interruption = new Interruption();
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err =
        new PrintStream(said, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            if (line.matches(".* epoch +" + interruptedAfter + "/.*")) {
              interruption.request();
            }
          }
        };
    Session session =
        new Session(
            CheckedOutput.of(result, StandardCharsets.UTF_8),
            err,
            Terminal.NONE,
            interruption,
            arguments);
    int code = WeftCommandLine.run(session);
    return new Invocation(
        code, result.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
  }

  private static JsonNode results(Path run) {
    try {
      return new ObjectMapper().readTree(run.resolve("results.json").toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Every figure but times, every parameter, Adam's state: bit for bit. */
  private static void assertSameOutcome(Path unbroken, Path resumed) throws IOException {
    JsonNode expected = results(unbroken);
    JsonNode found = results(resumed);
    for (String figure : List.of("epochs", "test_loss", "test_accuracy", "test", "best")) {
      assertEquals(expected.get(figure), found.get(figure), figure);
    }
    for (String figure : List.of("best_epoch", "stop_reason", "interrupted")) {
      assertEquals(expected.get("history").get(figure), found.get("history").get(figure), figure);
    }
    assertEquals(expected.at("/provenance/configuration"), found.at("/provenance/configuration"));
    JsonNode epochs = expected.at("/history/epochs");
    for (int i = 0; i < epochs.size(); i++) {
      JsonNode other = found.at("/history/epochs").get(i);
      for (String figure :
          List.of("epoch", "loss", "accuracy", "val_loss", "val_accuracy", "learning_rate")) {
        assertEquals(epochs.get(i).get(figure), other.get(figure), figure + " of epoch " + i);
      }
    }
    for (String model : List.of("multiclass.safetensors", "multiclass-best.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(unbroken.resolve(model)),
          Files.readAllBytes(resumed.resolve(model)),
          model);
    }
  }

  /** The native library is there from Maven's phase package on. */
  private static void assumeThere(String backend) {
    boolean library = new CpuBackend().availability().available();
    assumeTrue(backend.equals("java") || library || System.getenv("CI") != null);
  }

  private static String[] with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({
    "java, 0.3, constant, adam, ''",
    "cpu, 0.3, constant, adam, ''",
    "java, 0, cosine:2:0.001, adamw, ''",
    "cpu, 0, step:0.5:2, adamw, ''",
    "java, 0, cosine, adamw, --warmup 0.3 --average-decay 0.9",
    "cpu, 0, cosine, adamw, --warmup 0.3 --average-decay 0.9 --masking-noise 0.1"
  })
  void endsBitwiseWhereTheUnbrokenOneEnds(
      String backend, String dropout, String schedule, String optimizer, String more)
      throws IOException {
    assumeThere(backend);
    List<String> common =
        List.of(
            "--backend",
            backend,
            "--epochs",
            "7",
            "--early-stopping",
            "off",
            "--dropout",
            dropout + "@1",
            "--lr-schedule",
            schedule,
            "--optimizer",
            optimizer,
            "--clip-norm",
            "0.7",
            "--seed",
            "-9");
    String[] options = with(common, more.isEmpty() ? new String[0] : more.split(" "));
    Path unbroken = folder.resolve("unbroken");
    Path broken = folder.resolve("broken");
    Path resumed = folder.resolve("resumed");
    assertEquals(ExitCode.OK, train(unbroken, 0, options).code());
    assertEquals(ExitCode.INTERRUPTED, train(broken, 3, options).code());
    Invocation again = resume(broken, resumed);
    assertEquals(ExitCode.OK, again.code(), again.err());
    assertTrue(again.err().contains("goes on after epoch 3 of " + broken), again.err());
    assertTrue(again.err().contains("epoch 4/7"), again.err());
    assertFalse(again.err().contains("epoch 3/7"), again.err());
    assertSameOutcome(unbroken, resumed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "cpu"})
  void stopsEarlyWhereTheUnbrokenOneDoes(String backend) throws IOException {
    assumeThere(backend);
    String[] options = with(STOPS_EARLY, "--backend", backend, "--validation", "10");
    Path unbroken = folder.resolve("unbroken");
    assertEquals(ExitCode.OK, train(unbroken, 0, options).code());
    JsonNode history = results(unbroken).get("history");
    assertTrue(
        history.get("stop_reason").asText().startsWith("early stopping"), history.toString());
    int last = history.get("epochs").size();
    // Before the best epoch; while patience runs out; when nothing is left but the test.
    for (int at : new int[] {last - 4, last - 1, last}) {
      Path broken = folder.resolve("broken-" + at);
      Path resumed = folder.resolve("resumed-" + at);
      assertEquals(ExitCode.INTERRUPTED, train(broken, at, options).code());
      Invocation again = resume(broken, resumed);
      assertEquals(ExitCode.OK, again.code(), again.err());
      assertSameOutcome(unbroken, resumed);
    }
  }

  @Test
  void aRunThatIsStoppedAgainGoesOnAgain() throws IOException {
    Path unbroken = folder.resolve("unbroken");
    Path second = folder.resolve("second");
    Path third = folder.resolve("third");
    String[] options = {"--backend", "java", "--epochs", "6", "--seed", "4"};
    assertEquals(ExitCode.OK, train(unbroken, 0, options).code());
    List<String> arguments = new ArrayList<>(List.of("train", "--resume", stopped.toString()));
    assertEquals(ExitCode.INTERRUPTED, run(second, 5, arguments).code());
    Invocation last = resume(second, third);
    assertEquals(ExitCode.OK, last.code(), last.err());
    assertSameOutcome(unbroken, third);
    JsonNode resumed = results(third).get("resumed");
    assertEquals(2, resumed.size());
    assertEquals(3, resumed.at("/0/after_epoch").asInt());
    assertEquals(stopped.toString(), resumed.at("/0/run").asText());
    assertEquals(5, resumed.at("/1/after_epoch").asInt());
    assertTrue(resumed.at("/1/command").asText().startsWith("weft train --resume"));
    assertEquals("java", resumed.at("/1/backend").asText());
    assertEquals(0, results(unbroken).get("resumed").size());
    List<String> rows = Files.readAllLines(third.resolve("history-multiclass.csv"));
    assertEquals(7, rows.size());
    assertTrue(rows.get(0).endsWith(",part"), rows.get(0));
    assertEquals(
        List.of("1", "1", "1", "2", "2", "3"),
        rows.stream().skip(1).map(row -> row.substring(row.lastIndexOf(',') + 1)).toList());
    String report = Files.readString(third.resolve("report.html"));
    assertTrue(report.contains("resumed after epoch 3"));
  }

  @Test
  void aRunOfFewEpochsGoesOnToMore() throws IOException {
    Path few = folder.resolve("few");
    Path more = folder.resolve("more");
    Path unbroken = folder.resolve("unbroken");
    String[] options = {"--backend", "java", "--no-shuffle", "--class-weights", "1,2,0.5"};
    assertEquals(ExitCode.OK, train(few, 0, with(List.of(options), "--epochs", "2")).code());
    Invocation nothing = resume(few, more);
    assertEquals(ExitCode.MISUSE, nothing.code(), nothing.err());
    assertTrue(nothing.err().contains("add --epochs with a larger number"), nothing.err());
    Invocation again = resume(few, more, "--epochs", "5");
    assertEquals(ExitCode.OK, again.code(), again.err());
    assertEquals(ExitCode.OK, train(unbroken, 0, with(List.of(options), "--epochs", "5")).code());
    assertSameOutcome(unbroken, more);
  }

  @Test
  void tablesOfNumbersAreFoundAgain() throws IOException {
    Path table = SmallData.csv(folder.resolve("train.csv"), 300, 1);
    List<String> options =
        List.of(
            "train",
            "--data",
            table.toString(),
            "--test-data",
            table.toString(),
            "--target-columns",
            "sum",
            "--ignore-columns",
            "side",
            "--train-range",
            "20:280",
            "--layers",
            "2,8,1",
            "--backend",
            "java",
            "--validation",
            "0",
            "--epochs",
            "6");
    Path unbroken = folder.resolve("unbroken");
    Path broken = folder.resolve("broken");
    Path resumed = folder.resolve("resumed");
    assertEquals(ExitCode.OK, run(unbroken, 0, new ArrayList<>(options)).code());
    assertEquals(ExitCode.INTERRUPTED, run(broken, 2, new ArrayList<>(options)).code());
    Invocation again = resume(broken, resumed);
    assertEquals(ExitCode.OK, again.code(), again.err());
    assertArrayEquals(
        Files.readAllBytes(unbroken.resolve("regression.safetensors")),
        Files.readAllBytes(resumed.resolve("regression.safetensors")));
    assertEquals(results(unbroken).get("test_loss"), results(resumed).get("test_loss"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--learning-rate 0.01 | --learning-rate 0.01 contradicts the run",
        "--learning-rate 0.01 | was trained with --learning-rate 0.001: leave it out",
        "--seed 5 | was trained with --seed 4",
        "--task regression | was trained with --task multiclass",
        "--layers 16,8,3 | was trained with --layers 16,32,32,3",
        "--dropout 0.1@1 | was trained without it",
        "--no-shuffle | --no-shuffle contradicts the run",
        "--train-range 0:99 | --train-range 0:99 contradicts the run",
        "--recipe notebook | was trained with --recipe reference",
        "--epochs 2 | has 3 epochs already; name a larger number",
        "--init x.safetensors | --init and --resume contradict each other",
      })
  void whatContradictsTheRunIsMisuse(String options, String expected) {
    Path out = folder.resolve("out");
    Invocation invocation = resume(stopped, out, options.split(" "));
    assertEquals(ExitCode.MISUSE, invocation.code(), invocation.err());
    assertTrue(invocation.err().contains(expected), invocation.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void whatSaysTheSameAgainIsNoContradiction() {
    Invocation invocation =
        resume(stopped, folder.resolve("out"), "--learning-rate", "0.0010", "--seed", "4");
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
  }

  @Test
  void ratesThatDependOnTheEpochsKeepThem() {
    Path broken = folder.resolve("broken");
    String[] options = {"--backend", "java", "--epochs", "5", "--lr-schedule", "cosine"};
    assertEquals(ExitCode.INTERRUPTED, train(broken, 2, options).code());
    Invocation invocation = resume(broken, folder.resolve("out"), "--epochs", "9");
    assertEquals(ExitCode.MISUSE, invocation.code(), invocation.err());
    assertTrue(invocation.err().contains("and rates that follow from it"), invocation.err());
  }

  @Test
  void otherDataIsMisuse() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    for (String name : List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte")) {
      Files.copy(data.resolve(name), other.resolve(name));
      Files.copy(data.resolve(name), other.resolve(name.replace("train", "t10k")));
    }
    Path out = folder.resolve("out");
    Invocation invocation = resume(stopped, out, "--dataset", "idx", "--data", other.toString());
    assertEquals(ExitCode.MISUSE, invocation.code(), invocation.err());
    assertTrue(invocation.err().contains("the data is not what the run"), invocation.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void anotherBackendGoesOnAndSaysSo() {
    assumeThere("cpu");
    Invocation invocation = resume(stopped, folder.resolve("out"), "--backend", "cpu");
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
    assertTrue(invocation.err().contains("was trained with the backend java"), invocation.err());
  }

  @Test
  void foldersThatCannotGoOnAreNamed() throws IOException {
    Path out = folder.resolve("out");
    Invocation missing = resume(folder.resolve("none"), out);
    assertEquals(ExitCode.MISUSE, missing.code());
    assertTrue(missing.err().contains("none does not exist: name the folder"), missing.err());
    Invocation bare = resume(folder, out);
    assertEquals(ExitCode.MISUSE, bare.code());
    assertTrue(bare.err().contains("it has no results.json"), bare.err());
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(stopped.resolve("results.json"), copy.resolve("results.json"));
    Invocation noModel = resume(copy, out);
    assertEquals(ExitCode.FAILURE, noModel.code());
    assertTrue(noModel.err().contains("there is no " + copy.resolve("multiclass.safetensors")));
    Files.copy(
        stopped.resolve("multiclass-best.safetensors"), copy.resolve("multiclass.safetensors"));
    Files.writeString(
        copy.resolve("results.json"),
        Files.readString(copy.resolve("results.json")).replace("\"epoch\" : 3", "\"epoch\" : 4"));
    Invocation damaged = resume(copy, out);
    assertEquals(ExitCode.FAILURE, damaged.code());
    assertTrue(damaged.err().contains("/history/epochs/2/epoch is not 3"), damaged.err());
    assertFalse(Files.exists(out));
  }

  /** The same kernels, and so the same bits, or a word that says what is another. */
  @Test
  void goingOnWithOtherInstructionsIsSaid() throws IOException {
    assumeThere("cpu");
    String[] options = {"--instructions", "baseline", "--epochs", "5", "--seed", "3"};
    Path unbroken = folder.resolve("unbroken");
    Path broken = folder.resolve("broken");
    assertEquals(ExitCode.OK, train(unbroken, 0, options).code());
    assertEquals(
        "baseline", results(unbroken).at("/provenance/properties/instruction set").asText());
    assertEquals(ExitCode.INTERRUPTED, train(broken, 2, options).code());
    Path same = folder.resolve("same");
    Invocation pinned = resume(broken, same, "--instructions", "baseline");
    assertEquals(ExitCode.OK, pinned.code(), pinned.err());
    assertFalse(pinned.err().contains("last bits"), pinned.err());
    assertSameOutcome(unbroken, same);
    // Where the processor has nothing wider, what a forced path changes is said likewise.
    boolean wider = !new CpuBackend().describe().properties().containsValue("baseline");
    System.setProperty("weft.cpu.path", wider ? "auto" : "general");
    try {
      Invocation other = resume(broken, folder.resolve("other"));
      assertEquals(ExitCode.OK, other.code(), other.err());
      String expected = wider ? "instruction set baseline, now " : "fused kernels, now OpenBLAS";
      assertTrue(other.err().contains(expected), other.err());
      assertEquals(
          wider, other.err().contains("(--instructions baseline keeps them)"), other.err());
    } finally {
      System.clearProperty("weft.cpu.path");
    }
  }

  @Test
  void instructionsAreTheCpus() {
    Invocation java =
        Invocation.of(
            "train", "--data", data.toString(), "--backend", "java", "--instructions", "avx2");
    assertEquals(ExitCode.MISUSE, java.code());
    assertTrue(
        java.err().contains("--instructions avx2 is the CPU's, but --backend is java"), java.err());
    Invocation none = Invocation.of("train", "--data", data.toString(), "--instructions", "sse9");
    assertEquals(ExitCode.MISUSE, none.code());
    assertTrue(
        none.err().contains("expected auto, baseline, avx2, avx512, not 'sse9'"), none.err());
  }

  /** As a run is left that diverged after the epochs of {@link #stopped}. */
  private Path diverged() throws IOException {
    Path diverged = Files.createDirectory(folder.resolve("diverged"));
    try (Stream<Path> files = Files.list(stopped)) {
      for (Path file : files.toList()) {
        Files.copy(file, diverged.resolve(file.getFileName()));
      }
    }
    Path results = diverged.resolve("results.json");
    Files.writeString(
        results,
        Files.readString(results)
            .replace("\"interrupted\" : true", "\"interrupted\" : false")
            .replace("\"stop_kind\" : \"requested\"", "\"stop_kind\" : \"diverged\"")
            .replace(
                "\"stop_reason\" : \"interrupted\"", "\"stop_reason\" : \"diverged: loss NaN\""));
    return diverged;
  }

  @Test
  void aRunThatDivergedGoesOnFromItsLastSoundEpochWithWhatKeepsItSound() throws IOException {
    Path diverged = diverged();
    Path out = folder.resolve("out");
    Invocation same = resume(diverged, out, "--epochs", "9");
    assertEquals(ExitCode.MISUSE, same.code(), same.err());
    assertTrue(
        same.err()
            .contains(
                "diverged: loss NaN: to train on after epoch 3, the last sound one, add a"
                    + " --learning-rate below 0.001"),
        same.err());
    Invocation seed = resume(diverged, out, "--seed", "5");
    assertEquals(ExitCode.MISUSE, seed.code(), seed.err());
    assertTrue(seed.err().contains("was trained with --seed 4"), seed.err());
    assertFalse(Files.exists(out));

    Invocation higher = resume(diverged, out, "--learning-rate", "1e30");
    assertEquals(ExitCode.FAILURE, higher.code(), higher.err());
    assertTrue(higher.err().contains("in epoch 4 by step "), higher.err());
    assertTrue(higher.err().contains("where the learning rate is 1.0E30"), higher.err());
    assertTrue(higher.err().contains("the last sound epoch is 3"), higher.err());
    assertTrue(
        higher
            .err()
            .contains(
                "weft train --resume " + out + " --learning-rate 1.0E29 goes on after epoch 3"),
        higher.err());
    assertArrayEquals(
        Files.readAllBytes(stopped.resolve("multiclass-best.safetensors")),
        Files.readAllBytes(out.resolve("multiclass-best.safetensors")));

    Path sound = folder.resolve("sound");
    Invocation lower = resume(out, sound, "--learning-rate", "0.0005");
    assertEquals(ExitCode.OK, lower.code(), lower.err());
    assertTrue(lower.err().contains("goes on after epoch 3 of " + out), lower.err());
    JsonNode epochs = results(sound).at("/history/epochs");
    assertEquals(6, epochs.size());
    assertEquals(0.001, epochs.get(2).get("learning_rate").asDouble(), 1e-9);
    assertEquals(0.0005, epochs.get(3).get("learning_rate").asDouble(), 1e-9);
  }
}
