package dev.weft.runs.sweep;

import dev.weft.UsageException;
import dev.weft.WeftException;
import dev.weft.nn.Architecture;
import dev.weft.runs.MeasuredModel;
import dev.weft.runs.ModelRun;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Pipeline.Measure;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.Samples;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A search: trains all configurations of a plan, those of equal shape many at once, writes down
 * what each training came to, and ranks them. Only validation samples choose.
 */
public final class Sweep {
  /** Models of a search that has no more numbers than these stay until it ends: 128 MB. */
  private static final long MOST_KEPT = 32L << 20;

  private final Pipeline pipeline;
  private final SweepPlan plan;
  private final Samples samples;
  private final TrialJournal journal;
  private final Consumer<Progress> watcher;
  private final Map<ModelRun, TrainedModel> kept = new HashMap<>();

  /**
   * A search that has not begun.
   *
   * @param samples of the task
   * @param journal of what is done already
   * @param watcher hears of each training as soon as its result is known
   */
  public Sweep(
      Pipeline pipeline,
      SweepPlan plan,
      Samples samples,
      TrialJournal journal,
      Consumer<Progress> watcher) {
    this.pipeline = pipeline;
    this.plan = plan;
    this.samples = samples;
    this.journal = journal;
    this.watcher = watcher;
  }

  /** What it tries. */
  public SweepPlan plan() {
    return plan;
  }

  /** Whether no training came to its end yet. */
  public boolean hasNothing() {
    return journal.isEmpty();
  }

  /**
   * How far a search is.
   *
   * @param last the training whose result is new
   * @param done trainings with as many epochs whose results are known
   * @param trainings of them all
   */
  public record Progress(TrialResult last, int done, int trainings) {}

  /** What can be trained at once. */
  private record Shape(Architecture network, int batchSize, Validation validation) {}

  /**
   * Trains what is not done yet.
   *
   * @param configurations of the plan
   * @return the best first; empty where somebody wanted it to stop before its end
   */
  public Optional<List<Standing>> run(List<Configuration> configurations) {
    Optional<Folds> folds =
        plan.folds() == 0
            ? Optional.empty()
            : UsageException.interpreting(
                () -> Optional.of(new Folds(samples.train(), plan.folds())));
    Map<Integer, Standing> standings = new LinkedHashMap<>();
    List<Configuration> active = configurations;
    for (int rung = 0; !active.isEmpty(); rung++) {
      Rung trainings = new Rung(folds);
      Map<Configuration, List<Trial>> trials = new LinkedHashMap<>();
      for (Configuration configuration : active) {
        int epochs = plan.rungs(configuration).get(rung);
        trials.put(configuration, trials(configuration, epochs, folds));
      }
      if (!trainings.train(trials.values().stream().flatMap(List::stream).toList())) {
        return Optional.empty();
      }
      int last = rung;
      trials.forEach(
          (configuration, some) ->
              standings.put(
                  configuration.number(),
                  new Standing(
                      configuration,
                      plan.rungs(configuration).get(last),
                      some.stream().map(trainings::result).toList())));
      active = survivors(active, standings, rung);
    }
    return Optional.of(
        standings.values().stream().sorted(Standing.best(plan.objective())).toList());
  }

  /** Those that go on to the next rung; none behind the last one. */
  private List<Configuration> survivors(
      List<Configuration> active, Map<Integer, Standing> standings, int rung) {
    if (plan.halving().isEmpty() || rung + 1 == plan.rungs(active.get(0)).size()) {
      return List.of();
    }
    return active.stream()
        .map(configuration -> standings.get(configuration.number()))
        .sorted(Standing.best(plan.objective()))
        .limit(plan.halving().get().survivors(active.size()))
        .filter(standing -> standing.failed() == 0)
        .map(Standing::configuration)
        .toList();
  }

  private List<Trial> trials(Configuration configuration, int epochs, Optional<Folds> folds) {
    List<Trial> trials = new ArrayList<>();
    for (int fold = 1; fold <= Math.max(1, plan.folds()); fold++) {
      for (long seed : plan.seeds()) {
        TrainingSpec spec = configuration.spec().toBuilder().epochs(epochs).seed(seed).build();
        int part = fold;
        trials.add(
            folds
                .map(
                    dealt ->
                        new Trial(
                            configuration,
                            spec.toBuilder()
                                .validation(Validation.last(dealt.validation(part)))
                                .build(),
                            part,
                            plan.weights()))
                .orElseGet(() -> new Trial(configuration, spec, 0, plan.weights())));
      }
    }
    return trials;
  }

  /** The trainings that configurations have with one number of epochs. */
  private final class Rung {
    private final Optional<Folds> folds;

    /** Trainings by what they depend on: configurations that mean the same share one. */
    private final Map<String, List<Trial>> trainings = new LinkedHashMap<>();

    private final Map<String, TrialResult> results = new HashMap<>();

    Rung(Optional<Folds> folds) {
      this.folds = folds;
    }

    /** Whether all of them came to their end. */
    boolean train(List<Trial> trials) {
      for (Trial trial : trials) {
        trainings.computeIfAbsent(key(trial), key -> new ArrayList<>()).add(trial);
      }
      Map<Integer, Map<Shape, List<Trial>>> missing = new LinkedHashMap<>();
      trainings.forEach(
          (key, same) -> {
            Trial trial = same.get(0);
            Optional<TrialResult> known = journal.find(trial, key);
            known.ifPresent(result -> results.put(key, result));
            if (known.isEmpty()) {
              missing
                  .computeIfAbsent(trial.fold(), fold -> new LinkedHashMap<>())
                  .computeIfAbsent(shape(trial.spec()), shape -> new ArrayList<>())
                  .add(trial);
            }
          });
      missing.forEach(this::train);
      return results.size() == trainings.size();
    }

    private Shape shape(TrainingSpec spec) {
      return new Shape(spec.network(), spec.batchSize(), spec.validation());
    }

    private String key(Trial trial) {
      return journal.key(trial, plan.folds());
    }

    /** What one of them came to. */
    TrialResult result(Trial trial) {
      TrialResult result = results.get(key(trial));
      return new TrialResult(trial, result.epochs(), result.failure());
    }

    private void train(int fold, Map<Shape, List<Trial>> shapes) {
      Samples dealt = folds.map(parts -> samples.withTrain(parts.data(fold))).orElse(samples);
      shapes.values().forEach(trials -> train(trials, dealt));
    }

    private void train(List<Trial> trials, Samples dealt) {
      Map<ModelRun, Trial> runs = new LinkedHashMap<>();
      for (Trial trial : trials) {
        runs.put(model(trial.spec(), dealt), trial);
      }
      try {
        pipeline.trainTogether(
            List.copyOf(runs.keySet()), trained -> keep(runs.get(trained.run()), trained));
      } catch (WeftException | IllegalArgumentException | OutOfMemoryError e) {
        // Not written down: on a machine with more memory it may be another story.
        for (Trial trial : trials) {
          if (!results.containsKey(key(trial))) {
            known(new TrialResult(trial, List.of(), Optional.of(reason(e))));
          }
        }
      }
    }

    private void keep(Trial trial, TrainedModel trained) {
      if (trained.interrupted() && !trained.diverged()) {
        return;
      }
      // By which step it was seen depends on how epochs were cut; in which epoch does not.
      Optional<String> failure =
          trained.diverged()
              ? Optional.of("diverged in epoch " + (trained.epochs() + 1))
              : Optional.empty();
      TrialResult result = new TrialResult(trial, trained.history().epochs(), failure);
      journal.keep(key(trial), result);
      // Parameters, the optimizer's two moments, the best parameters.
      if (4L * trial.spec().network().parameterCount() * trainings.size() <= MOST_KEPT) {
        kept.put(trained.run(), trained);
      }
      known(result);
    }

    private void known(TrialResult result) {
      results.put(key(result.trial()), result);
      watcher.accept(new Progress(result, results.size(), trainings.size()));
    }
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private ModelRun model(TrainingSpec spec, Samples of) {
    return new ModelRun(spec.task().toString(), plan.request().recipe(), spec, of);
  }

  /**
   * The models of a configuration, trained with its own validation: bit for bit those that were
   * ranked where there were no folds, and trained once more where they were not kept.
   *
   * @param seeds how many of the plan's
   * @return the models by seed; fewer where somebody wanted it to stop
   */
  public List<TrainedModel> train(Configuration configuration, int seeds) {
    List<TrainedModel> trained = new ArrayList<>();
    List<ModelRun> runs =
        plan.seeds().stream()
            .limit(seeds)
            .map(seed -> model(configuration.spec().toBuilder().seed(seed).build(), samples))
            .toList();
    runs.stream().filter(kept::containsKey).map(kept::get).forEach(trained::add);
    pipeline.trainTogether(
        runs.stream().filter(run -> !kept.containsKey(run)).toList(), trained::add);
    trained.removeIf(TrainedModel::interrupted);
    trained.sort(Comparator.comparingInt(model -> runs.indexOf(model.run())));
    return trained;
  }

  /** Measures models on the test samples. */
  public List<MeasuredModel> test(List<TrainedModel> trained) {
    return pipeline.measure(trained, Measure.TEST);
  }
}
