package dev.weft.runs.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Engine;
import dev.weft.data.Dataset;
import dev.weft.data.Source;
import dev.weft.runs.ComputedBy;
import dev.weft.runs.ModelRun;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Pipeline.Measure;
import dev.weft.runs.Pipeline.Start;
import dev.weft.runs.RunFolder;
import dev.weft.runs.StopSignal;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.TrainingRequest;
import dev.weft.runs.input.Samples;
import dev.weft.train.Task;
import dev.weft.train.TrainingField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches on few points of two classes, in plain Java. */
class SweepTest {
  private static final Samples SAMPLES =
      new Samples(
          data(1),
          Optional.of(data(2)),
          new Source("drawn for a test", "hash", true),
          false,
          Optional.empty());

  @TempDir private Path parent;
  private final List<TrialResult> trained = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private static Dataset data(long seed) {
    Random random = new Random(seed);
    float[] values = new float[600];
    int[] labels = new int[300];
    for (int i = 0; i < 300; i++) {
      labels[i] = i % 2;
      values[2 * i] = (float) random.nextGaussian() + 2 * labels[i];
      values[2 * i + 1] = (float) random.nextGaussian();
    }
    return Dataset.ofValues(values, 2).withLabels(labels, List.of("left", "right"));
  }

  private static SweepPlan plan(List<Axis> axes, int folds, Optional<Halving> halving) {
    Map<TrainingField, List<String>> given = new LinkedHashMap<>();
    given.put(ValuesTest.field("epochs"), List.of("4"));
    given.put(ValuesTest.field("layers"), List.of("2,6,2"));
    given.put(ValuesTest.field("validation"), List.of("100"));
    return new SweepPlan(
        new TrainingRequest("reference", given),
        axes,
        OptionalInt.empty(),
        0,
        halving,
        List.of(1L, 2L),
        folds,
        Objective.VAL_LOSS,
        Weights.BEST);
  }

  private static final List<Axis> AXES =
      List.of(
          SweepPlanTest.axis("batch_size", "16,32"),
          SweepPlanTest.axis("learning_rate", "0.001,0.01,1e30"));

  private static List<Configuration> configurations(SweepPlan plan) {
    return plan.configurations(Task.MULTICLASS, false, Optional.of(new int[] {2, 2}));
  }

  private Optional<List<Standing>> run(SweepPlan plan) {
    return run(plan, new StopSignal(), progress -> {});
  }

  private Optional<List<Standing>> run(
      SweepPlan plan, StopSignal stop, Consumer<Sweep.Progress> watcher) {
    trained.clear();
    try (Engine engine = Engine.open("java", 1);
        RunFolder folder = RunFolder.openSearch(parent.resolve("search"), false)) {
      Optional<List<Standing>> standings =
          sweep(engine, plan, stop, folder, watcher).run(configurations(plan));
      folder.publishUnfinished();
      return standings;
    }
  }

  private Sweep sweep(
      Engine engine,
      SweepPlan plan,
      StopSignal stop,
      RunFolder folder,
      Consumer<Sweep.Progress> watcher) {
    return new Sweep(
        new Pipeline(engine, stop, name -> List.of()),
        plan,
        SAMPLES,
        new TrialJournal(folder, SAMPLES.source(), ComputedBy.of(engine.info()), warnings::add),
        progress -> {
          trained.add(progress.last());
          watcher.accept(progress);
        });
  }

  @Test
  void ranksByValidationAndEachTrainingIsWhatItIsAlone() {
    SweepPlan plan = plan(AXES, 0, Optional.empty());
    List<Standing> standings = run(plan).orElseThrow();
    assertEquals(12, trained.size());
    assertEquals(6, standings.size());
    for (int i = 1; i < 4; i++) {
      assertTrue(
          standings.get(i - 1).of(Objective.VAL_LOSS::of).orElseThrow().mean()
              <= standings.get(i).of(Objective.VAL_LOSS::of).orElseThrow().mean());
    }
    for (Standing failed : standings.subList(4, 6)) {
      assertEquals("1e30", failed.configuration().values().get("learning_rate"));
      assertEquals(2, failed.failed());
      assertEquals(Optional.of("diverged in epoch 1"), failed.failure());
      assertTrue(failed.of(Objective.VAL_LOSS::of).isEmpty());
    }
    TrialResult one = standings.get(0).results().get(1);
    assertEquals(2, one.trial().seed());
    try (Engine engine = Engine.open("java", 1)) {
      TrainedModel alone =
          new Pipeline(engine, new StopSignal(), name -> List.of())
              .run(
                  new ModelRun("multiclass", "reference", one.trial().spec(), SAMPLES),
                  new Start.Seeded(),
                  Measure.TEST,
                  model -> {})
              .trained();
      for (int i = 0; i < 4; i++) {
        assertEquals(alone.history().epochs().get(i).valLoss(), one.epochs().get(i).valLoss());
      }
    }
  }

  /** Stopped, cut off in the middle of a line, then run to the end: nothing is done twice. */
  @Test
  void goesOnWhereItStoppedToTheSameTables() throws IOException {
    SweepPlan plan = plan(AXES, 0, Optional.empty());
    StopSignal stop = new StopSignal();
    Optional<List<Standing>> stopped =
        run(
            plan,
            stop,
            progress -> {
              if (progress.done() == 5) {
                stop.request();
              }
            });
    assertTrue(stopped.isEmpty());
    int done = trained.size();
    assertTrue(done >= 5 && done < 12, () -> "trained " + done);
    Path journal = parent.resolve("search/trials.jsonl");
    String lines = Files.readString(journal);
    Files.writeString(journal, lines.substring(0, lines.length() - 40));
    List<Standing> resumed = run(plan).orElseThrow();
    assertEquals(12 - (done - 1), trained.size());
    assertEquals(List.of(), warnings);
    assertEquals(List.of(), again(plan));
    Files.delete(journal);
    List<Standing> whole = run(plan).orElseThrow();
    assertEquals(12, trained.size());
    assertEquals(SweepTables.ranking(plan, whole), SweepTables.ranking(plan, resumed));
    assertEquals(SweepTables.trials(plan, whole), SweepTables.trials(plan, resumed));
  }

  /** What a search trains whose trainings are all known. */
  private List<TrialResult> again(SweepPlan plan) {
    run(plan).orElseThrow();
    return trained;
  }

  @Test
  void aDamagedLineIsNamedAndTrainedAgain() throws IOException {
    SweepPlan plan = plan(AXES.subList(0, 1), 0, Optional.empty());
    run(plan);
    Path journal = parent.resolve("search/trials.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(journal));
    lines.set(1, lines.get(1).replaceFirst("\"epoch\":1,", "\"epoch\":9,"));
    Files.write(journal, lines);
    run(plan);
    assertEquals(1, trained.size());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("trials.jsonl, line 2 is damaged"), warnings.get(0));
  }

  @Test
  void halvingTrainsTheBestAnewForMoreEpochs() {
    SweepPlan plan = plan(AXES, 0, Optional.of(new Halving(1, 2)));
    List<Standing> standings = run(plan).orElseThrow();
    // 6 configurations for 1 epoch, 3 for 2, 2 for 4; two seeds each.
    assertEquals(12 + 6 + 4, trained.size());
    assertEquals(List.of(4, 4, 2, 1, 1, 1), standings.stream().map(Standing::epochs).toList());
    assertEquals(0, standings.get(2).failed());
    for (Standing standing : standings) {
      for (TrialResult result : standing.results()) {
        if (result.failure().isEmpty()) {
          assertEquals(standing.epochs(), result.epochs().size());
        }
      }
    }
  }

  @Test
  void foldsValidateOneAfterTheOther() {
    SweepPlan plan = plan(AXES.subList(0, 1), 3, Optional.empty());
    List<Standing> standings = run(plan).orElseThrow();
    assertEquals(2 * 3 * 2, trained.size());
    List<TrialResult> results = standings.get(0).results();
    assertEquals(List.of(1, 1, 2, 2, 3, 3), results.stream().map(r -> r.trial().fold()).toList());
    assertEquals(100, results.get(0).trial().spec().validation().samples(300));
    // Other samples validate: other figures.
    assertFalse(
        results.get(0).epochs().get(0).valLoss() == results.get(2).epochs().get(0).valLoss());
    assertEquals(List.of(), again(plan));
  }

  /** Two texts for one number are two configurations, and one training. */
  @Test
  void configurationsThatMeanTheSameAreTrainedOnce() {
    SweepPlan plan =
        plan(List.of(SweepPlanTest.axis("learning_rate", "0.001,1e-3")), 0, Optional.empty());
    List<Standing> standings = run(plan).orElseThrow();
    assertEquals(2, standings.size());
    assertEquals(2, trained.size());
    assertEquals(1, standings.get(0).configuration().number());
    assertEquals(
        standings.get(0).results().get(0).epochs(), standings.get(1).results().get(0).epochs());
  }

  @Test
  void theBestModelsAreThoseThatWereRanked() {
    SweepPlan plan = plan(AXES, 0, Optional.empty());
    Standing best = run(plan).orElseThrow().get(0);
    try (Engine engine = Engine.open("java", 1);
        RunFolder folder = RunFolder.openSearch(parent.resolve("search"), false)) {
      Sweep sweep = sweep(engine, plan, new StopSignal(), folder, progress -> {});
      List<TrainedModel> models = sweep.train(best.configuration(), 2);
      assertEquals(2, models.size());
      for (int i = 0; i < 2; i++) {
        assertEquals(i + 1, models.get(i).run().spec().seed());
        assertEquals(
            best.results().get(i).figures().orElseThrow().valLoss(),
            models.get(i).history().best().orElseThrow().valLoss());
      }
      SweepReport.Test tested = SweepReport.Test.of(sweep.test(models), Weights.BEST);
      assertEquals(2, tested.testAccuracies().size());
      assertTrue(tested.testAccuracy().orElseThrow().mean() > 0.7);
      assertArrayEquals(
          new double[] {tested.testLoss().mean()},
          new double[] {tested.testLosses().stream().mapToDouble(d -> d).average().orElseThrow()},
          1e-12);
    }
  }

  /** What is kept is not trained again: not even where somebody wants all to stop. */
  @Test
  void modelsOfASmallSearchAreKept() {
    SweepPlan plan = plan(AXES.subList(0, 1), 0, Optional.empty());
    StopSignal stop = new StopSignal();
    try (Engine engine = Engine.open("java", 1);
        RunFolder folder = RunFolder.openSearch(parent.resolve("search"), false)) {
      Sweep sweep = sweep(engine, plan, stop, folder, progress -> {});
      Standing best = sweep.run(configurations(plan)).orElseThrow().get(0);
      stop.request();
      List<TrainedModel> models = sweep.train(best.configuration(), 2);
      assertEquals(List.of(1L, 2L), models.stream().map(m -> m.run().spec().seed()).toList());
    }
  }

  @Test
  void theTablesNameEveryAxisAndQuoteWhatHasCommas() {
    SweepPlan plan =
        plan(
            List.of(
                SweepPlanTest.axis("layers", "2,4,2;2,8,2"),
                SweepPlanTest.axis("learning_rate", "0.01,1e30")),
            0,
            Optional.empty());
    List<Standing> standings = run(plan).orElseThrow();
    List<String> ranking = SweepTables.ranking(plan, standings).lines().toList();
    assertEquals(
        "rank,configuration,layers,learning_rate,epochs,trainings,failed,val_accuracy,"
            + "val_accuracy_sd,val_loss,val_loss_sd,chosen_epoch,failure",
        ranking.get(0));
    assertEquals(5, ranking.size());
    assertTrue(ranking.get(1).matches("1,[13],\"2,[48],2\",0.01,4,2,0,0\\.\\d+,.*,\\d.*,"));
    assertTrue(ranking.get(4).matches("4,[24],\"2,[48],2\",1e30,4,2,2,,,,,,.+"), ranking.get(4));
    List<String> trials = SweepTables.trials(plan, standings).lines().toList();
    assertEquals(9, trials.size());
    assertTrue(trials.get(1).startsWith("1,\"2,4,2\",0.01,1,,4,"), trials.get(1));
    assertTrue(trials.get(8).startsWith("4,\"2,8,2\",1e30,2,,0,,"), trials.get(8));
  }
}
