package dev.weft.app.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.console.Terminal;
import dev.weft.app.session.ExitCode;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fashion.SyntheticGarments;
import dev.weft.model.ModelFile;
import dev.weft.runs.CheckpointInterval;
import dev.weft.runs.Checkpoints;
import dev.weft.runs.EarlierRun;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Provenance;
import dev.weft.runs.Recipe;
import dev.weft.runs.RunDescription;
import dev.weft.runs.RunFolder;
import dev.weft.runs.StartTime;
import dev.weft.runs.StopSignal;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Samples;
import dev.weft.train.EpochRecord;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All three experiments on few drawn garments, in plain Java: what they leave, and going on. */
@Tag("training")
class ExperimentsRunTest {
  private static final FashionMnist DATA = new SyntheticGarments(3, 900, 300).draw();
  private static final Recipe RECIPE = Recipe.reference().withValidation(200).withEpochs(6);

  @TempDir private static Path shared;
  @TempDir private Path parent;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private boolean json = true;

  private int run(Path target, Optional<EarlierRun> earlier, String stopIn, int stopAfter) {
    StopSignal stop = new StopSignal();
    return run(target, earlier, stop, name -> watchers(name.equals(stopIn), stopAfter, stop));
  }

  private int run(
      Path target,
      Optional<EarlierRun> earlier,
      StopSignal stop,
      Function<String, List<TrainingListener>> watchers) {
    return run(target, 1, earlier, stop, watchers);
  }

  private int run(
      Path target,
      int seeds,
      Optional<EarlierRun> earlier,
      StopSignal stop,
      Function<String, List<TrainingListener>> watchers) {
    Console console =
        new Console(
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            Terminal.NONE,
            true,
            json);
    Samples samples = Samples.of(DATA);
    try (Engine engine = Engine.open("java", 1);
        RunFolder folder = RunFolder.open(target, false)) {
      Provenance.Start start =
          new Provenance.Start(
              "weft experiments", StartTime.now(), samples.source(), engine.info());
      Recipe recipe = earlier.map(EarlierRun::asTrained).orElse(RECIPE);
      DataSpec input = DataSpec.fashion("synthetic:3");
      return new ExperimentsRun(console, recipe, seeds, samples, input, earlier, folder, start)
          .finish(
              new Pipeline(
                  engine,
                  stop,
                  watchers,
                  Optional.of(
                      new Checkpoints(
                          folder,
                          new CheckpointInterval.Epochs(1),
                          Checkpoints.KEEP,
                          RunDescription.ofExperiments(
                              recipe,
                              seeds,
                              input,
                              earlier.map(EarlierRun::resumed).orElse(List.of()),
                              start),
                          console::warn))),
              true);
    }
  }

  /** Somebody presses Ctrl-C after an epoch. */
  private static List<TrainingListener> watchers(boolean here, int stopAfter, StopSignal stop) {
    return List.of(
        new TrainingListener() {
          @Override
          public void epochEnded(TrainingRun run, EpochRecord record) {
            if (here && record.epoch() == stopAfter) {
              stop.request();
            }
          }
        });
  }

  /**
   * A whole run, made once, with copies of its folder as it was when epochs were printed: what a
   * kill would have left.
   */
  private static final class Unbroken {
    static final Unbroken RUN = make();

    final Path folder;

    private Unbroken(Path folder) {
      this.folder = folder;
    }

    private static Unbroken make() {
      ExperimentsRunTest test = new ExperimentsRunTest();
      Unbroken run = new Unbroken(shared.resolve("unbroken"));
      Function<String, List<TrainingListener>> copying =
          model ->
              List.of(
                  new TrainingListener() {
                    @Override
                    public void epochEnded(TrainingRun ignored, EpochRecord record) {
                      copy(run.folder, run.leftBehind(model, record.epoch()));
                    }
                  });
      assertEquals(ExitCode.OK, test.run(run.folder, Optional.empty(), new StopSignal(), copying));
      return run;
    }

    Path leftBehind(String model, int epoch) {
      return shared.resolve(model + "-" + epoch);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectory(to);
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode results(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("results.json").toFile());
  }

  @Test
  void leavesAFolderWithEverything() throws Exception {
    Path target = Unbroken.RUN.folder;
    JsonNode results = results(target);
    checkDocument(results);
    for (JsonNode experiment :
        List.of(results.at("/experiments/0"), results.at("/experiments/1"))) {
      String model = experiment.get("name").asText();
      int epochs = experiment.get("epochs").asInt();
      List<String> rows = Files.readAllLines(target.resolve("history-" + model + ".csv"));
      assertEquals(1 + epochs, rows.size());
      assertTrue(rows.get(epochs).endsWith(",SYNTHETIC"), rows.get(epochs));
      assertNotNull(ImageIO.read(target.resolve("training-" + model + ".png").toFile()));
      ModelFile best = ModelFile.read(target.resolve(model + "-best.safetensors"));
      assertEquals(experiment.at("/best/epoch").asText(), best.metadata().extra().get("epoch"));
      ModelFile last = ModelFile.read(target.resolve(model + ".safetensors"));
      assertEquals(Integer.toString(epochs), last.metadata().extra().get("epoch"));
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

  private static void checkDocument(JsonNode results) {
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
    JsonNode history = results.at("/trainings/multiclass");
    assertEquals(history.get("best_epoch"), multiclass.at("/best/epoch"));
    assertEquals(
        history
            .at("/epochs/" + (multiclass.at("/best/epoch").asInt() - 1) + "/val_loss")
            .asDouble(),
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

  @ParameterizedTest
  @CsvSource({"multiclass, 2", "binary, 1"})
  void goesOnAfterAKillToWhereTheUnbrokenRunEnds(String model, int epoch) throws IOException {
    Path unbroken = Unbroken.RUN.folder;
    Path left = Unbroken.RUN.leftBehind(model, epoch);
    Path resumed = parent.resolve("resumed");
    EarlierRun earlier = EarlierRun.ofExperiments(left);
    assertFalse(earlier.complete());
    assertEquals(
        epoch - 1,
        Optional.ofNullable(earlier.models().get(model)).map(m -> m.epochs().size()).orElse(0));
    assertThrows(UsageException.class, () -> EarlierRun.ofTraining(left));
    assertEquals(ExitCode.OK, run(resumed, Optional.of(earlier), "", 0));
    assertSameModels(unbroken, resumed);
    assertEquals(
        results(unbroken).at("/experiments/0/confusion"),
        results(resumed).at("/experiments/0/confusion"));
    try (Stream<Path> files = Files.list(resumed)) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("check")));
    }
  }

  private static void assertSameModels(Path unbroken, Path resumed) throws IOException {
    for (String file :
        List.of(
            "multiclass.safetensors",
            "multiclass-best.safetensors",
            "binary.safetensors",
            "binary-best.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(unbroken.resolve(file)),
          Files.readAllBytes(resumed.resolve(file)),
          file);
    }
  }

  @ParameterizedTest
  @CsvSource({"multiclass, 2", "multiclass, 6", "binary, 1"})
  void goesOnToWhereTheUnbrokenRunEnds(String model, int epoch) throws IOException {
    Path unbroken = Unbroken.RUN.folder;
    Path broken = parent.resolve("broken");
    Path resumed = parent.resolve("resumed");
    assertEquals(ExitCode.INTERRUPTED, run(broken, Optional.empty(), model, epoch));
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("--resume " + broken));
    assertTrue(results(broken).get("interrupted").asBoolean());
    assertEquals(0, results(broken).get("experiments").size());
    EarlierRun earlier = EarlierRun.ofExperiments(broken);
    assertFalse(earlier.complete());
    assertEquals(epoch, earlier.models().get(model).epochs().size());
    assertEquals(ExitCode.OK, run(resumed, Optional.of(earlier), "", 0));
    assertSameModels(unbroken, resumed);
    for (int i = 0; i < 3; i++) {
      JsonNode expected = results(unbroken).get("experiments").get(i);
      JsonNode found = results(resumed).get("experiments").get(i);
      for (String figure : List.of("test_accuracy", "val_loss", "confusion", "epochs")) {
        assertEquals(expected.get(figure), found.get(figure), figure);
      }
    }
    assertEquals(1, results(resumed).get("resumed").size());
    assertTrue(EarlierRun.ofExperiments(resumed).complete());
    assertThrows(UsageException.class, () -> EarlierRun.ofTraining(resumed));
  }

  /** The same figures by seed, and the same conclusions, whether or not it was interrupted. */
  @Test
  void furtherSeedsGoOnWhereTheyWereStopped() throws IOException {
    json = false;
    Path whole = parent.resolve("whole");
    assertEquals(ExitCode.OK, run(whole, 4, Optional.empty(), new StopSignal(), name -> List.of()));
    List<String> table = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertTrue(table.contains("4 seeds, last weights"), () -> String.join("\n", table));
    assertEquals(
        3, table.stream().filter(line -> line.matches("(multiclass|binar\\w+) +test .*")).count());
    table.stream()
        .filter(line -> !line.startsWith("Results in "))
        .forEach(line -> assertTrue(line.length() <= 80, line));
    JsonNode document = results(whole);
    assertEquals(List.of(0L, 1L, 2L, 3L), seedsOf(document.get("experiments").get(0)));
    assertEquals(4, document.get("experiments").get(2).get("test_accuracies").size());
    assertEquals(5, document.get("claims").size());
    assertTrue(document.get("claims").get(0).get("sentence").asText().contains("cannot be told"));
    Path one = Unbroken.RUN.folder;
    assertEquals(0, results(one).get("claims").size());
    // A run that has one seed already goes on to four; one file of those that are there is damaged.
    Path left = parent.resolve("left");
    copy(one, left);
    for (int seed : new int[] {1, 2}) {
      String name = "multiclass-seed-" + seed + ".safetensors";
      Files.copy(whole.resolve(name), left.resolve(name));
    }
    Files.write(left.resolve("multiclass-seed-2.safetensors"), new byte[100]);
    Path again = parent.resolve("again");
    Optional<EarlierRun> earlier = Optional.of(EarlierRun.ofExperiments(left));
    assertEquals(ExitCode.OK, run(again, 4, earlier, new StopSignal(), name -> List.of()));
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("that seed is trained again"));
    assertEquals(document.get("claims"), results(again).get("claims"));
    for (int i = 0; i < 3; i++) {
      for (String figures : List.of("test_accuracies", "val_accuracies", "test_accuracy_summary")) {
        assertEquals(
            document.get("experiments").get(i).get(figures),
            results(again).get("experiments").get(i).get(figures));
      }
    }
    String last = "binary-seed-3.safetensors";
    assertArrayEquals(
        ModelFile.read(whole.resolve(last)).parameters(),
        ModelFile.read(again.resolve(last)).parameters());
  }

  private static List<Long> seedsOf(JsonNode experiment) {
    List<Long> seeds = new ArrayList<>();
    experiment.get("seeds").forEach(seed -> seeds.add(seed.asLong()));
    return seeds;
  }
}
