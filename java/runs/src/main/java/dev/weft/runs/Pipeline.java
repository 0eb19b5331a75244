package dev.weft.runs;

import dev.weft.AdamState;
import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.model.ModelFile;
import dev.weft.runs.TrainedModel.Best;
import dev.weft.train.BestWeights;
import dev.weft.train.DivergenceStop;
import dev.weft.train.EpochRecord;
import dev.weft.train.GroupTrainer;
import dev.weft.train.History;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import dev.weft.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one way in which a run trains a model: from a specification and samples, or from where an
 * earlier run stopped, to the last and the best weights, which are handed over as soon as they are
 * there, and what is measured with them.
 *
 * @param stop ends a training between two batches; what is complete is kept
 * @param watchers what hears of the training of the model of this name
 * @param checkpoints where the state is left while a model is trained, so that a process that is
 *     killed loses little; empty for nowhere
 */
public record Pipeline(
    Engine engine,
    StopSignal stop,
    Function<String, List<TrainingListener>> watchers,
    Optional<Checkpoints> checkpoints) {
  /** One that leaves nothing before a model is trained. */
  public Pipeline(
      Engine engine, StopSignal stop, Function<String, List<TrainingListener>> watchers) {
    this(engine, stop, watchers, Optional.empty());
  }

  /** What the weights start from, where not from the seed. */
  public sealed interface Start {
    /** Drawn from the seed. */
    record Seeded() implements Start {}

    /** Parameters from elsewhere, flat. */
    record Given(float[] parameters) implements Start {}

    /** Where an earlier run stopped. */
    record Earlier(EarlierModel model) implements Start {}
  }

  /** How much is measured with the weights of a model. */
  public enum Measure {
    /** The test samples are evaluated, and with the last weights predicted. */
    TEST,
    /** Test and validation samples are evaluated and predicted, with last and best weights. */
    ALL
  }

  /**
   * Trains a model and measures it; one whose training did not come to its end is not measured.
   *
   * @param keep takes the trained model before anything is measured, so that no failure behind it
   *     loses the weights
   * @throws IllegalArgumentException where specification, start and samples do not fit together
   * @throws HeapException where Java's heap is too small for the model
   */
  public MeasuredModel run(
      ModelRun model, Start start, Measure measure, Consumer<TrainedModel> keep) {
    HeapNeed.require(model, start, engine.info().backend());
    try (Network network = engine.network(model.spec());
        ResidentDataset resident = engine.upload(model.samples().train())) {
      TrainedModel trained = train(network, resident, model, start);
      keep.accept(trained);
      if (!trained.complete()) {
        return new MeasuredModel(trained, Optional.empty(), Optional.empty());
      }
      try (Measuring measuring = new Measuring(network, resident, model, measure)) {
        return measuring.of(trained);
      }
    }
  }

  /**
   * Trains models whose layers, loss, batch size, validation and samples are the same, as many at
   * once as the device has places for. Each becomes what {@link #run} makes of it. A request to
   * stop ends them all, and those that wait do not begin.
   *
   * @param keep takes each as soon as its training ended, however it did, in the order in which
   *     they end
   */
  public void trainTogether(List<ModelRun> models, Consumer<TrainedModel> keep) {
    if (models.isEmpty()) {
      return;
    }
    models.forEach(model -> HeapNeed.require(model, new Start.Seeded(), engine.info().backend()));
    ModelGroup group = new ModelGroup(engine.info().backend(), stop, keep);
    int places = Math.min(engine.places(), models.size());
    try (ResidentDataset resident = engine.upload(models.get(0).samples().train())) {
      new GroupTrainer(engine, resident, places).fit(group.trainers(models));
    } finally {
      group.end();
    }
  }

  /**
   * Measures trained models of one architecture, all of whose trainings came to their end.
   *
   * @param trained on the same samples
   */
  public List<MeasuredModel> measure(List<TrainedModel> trained, Measure measure) {
    if (trained.isEmpty()) {
      return List.of();
    }
    ModelRun first = trained.get(0).run();
    try (Network network = engine.network(first.spec());
        ResidentDataset resident = engine.upload(first.samples().train());
        Measuring measuring = new Measuring(network, resident, first, measure)) {
      return trained.stream().map(measuring::of).toList();
    }
  }

  private TrainedModel train(
      Network network, ResidentDataset resident, ModelRun model, Start start) {
    TrainingSpec spec = model.spec();
    History earlier = new History(List.of(), Optional.empty(), false);
    if (start instanceof Start.Given given) {
      network.parameters(given.parameters());
    } else if (start instanceof Start.Earlier before) {
      before.model().last().ifPresent(last -> restore(network, resident, last, before.model()));
      earlier = before.model().history();
    }
    BestWeights best = new BestWeights();
    List<EpochRecord> earlierEpochs = earlier.epochs();
    LastEpoch last = new LastEpoch(network, earlierEpochs.size());
    History history;
    Optional<EpochRecord> bestEpoch;
    if (earlierEpochs.size() == spec.epochs()) {
      // Nothing but what follows the training was left undone.
      history = new History(earlierEpochs, Optional.empty(), false);
      bestEpoch = history.best();
      writer(model, start, best, last).ifPresent(writer -> writer.write(earlierEpochs));
    } else {
      history =
          new Trainer(spec, listeners(model, start, best, last))
              .resume(network, resident, earlierEpochs);
      bestEpoch = best.record();
    }
    if (history.interrupted()) {
      last.restore(network);
    }
    String backend = engine.info().backend();
    Optional<float[]> bestParameters = best.sharedParameters().or(() -> bestOf(start));
    return new TrainedModel(
        model,
        history,
        new ModelFile(
            trainedAs(model, start, history.epochs().size())
                .metadata(backend, history.epochs().size()),
            last.parameters(),
            Optional.of(last.optimizerState())),
        bestEpoch.map(
            epoch ->
                Best.of(
                    trainedAs(model, start, epoch.epoch()),
                    backend,
                    epoch,
                    bestParameters.orElseThrow())),
        stop.requested());
  }

  /** What weights after an epoch come from: a run that diverged goes on with another rate. */
  private static ModelRun trainedAs(ModelRun model, Start start, int epoch) {
    return start instanceof Start.Earlier before
            && before.model().divergence().isPresent()
            && epoch <= before.model().epochs().size()
        ? new ModelRun(model.name(), model.recipe(), before.model().spec(), model.samples())
        : model;
  }

  private static Optional<float[]> bestOf(Start start) {
    return start instanceof Start.Earlier before
        ? before.model().bestParameters()
        : Optional.empty();
  }

  private Optional<CheckpointWriter> writer(
      ModelRun model, Start start, BestWeights best, LastEpoch last) {
    return checkpoints.map(
        run ->
            new CheckpointWriter(
                run,
                model,
                engine.info().backend(),
                last,
                () -> best.sharedParameters().or(() -> bestOf(start))));
  }

  private List<TrainingListener> listeners(
      ModelRun model, Start start, BestWeights best, LastEpoch last) {
    List<TrainingListener> listeners = new ArrayList<>(watchers.apply(model.name()));
    if (!model.spec().validation().isNone()) {
      listeners.add(best);
    }
    listeners.add(last);
    writer(model, start, best, last).ifPresent(listeners::add);
    listeners.add(new DivergenceStop());
    listeners.add(new StopOnSignal(stop));
    return listeners;
  }

  private static void restore(
      Network network, ResidentDataset resident, ModelFile last, EarlierModel earlier) {
    if (!network.architecture().equals(last.metadata().architecture())) {
      throw new RunException(
          "the model in " + earlier.folder() + " is not the one that the run describes");
    }
    AdamState state = last.adamState().orElseThrow();
    int samples = earlier.spec().trainSamples(resident.data().size());
    long batch = earlier.spec().batchSize();
    long updates = earlier.epochs().size() * ((samples + batch - 1) / batch);
    if (state.step() != updates) {
      throw new RunException(
          "the model in "
              + earlier.folder()
              + " was updated "
              + state.step()
              + " times, but "
              + earlier.epochs().size()
              + " epochs of the run make "
              + updates);
    }
    network.parameters(last.parameters());
    network.adamState(state);
  }

  /** Hands the run's stop to whoever signals one. */
  private record StopOnSignal(StopSignal stop) implements TrainingListener {
    @Override
    public void trainingStarted(TrainingRun run) {
      stop.during(run::stop);
    }

    @Override
    public void trainingEnded(TrainingRun run, History history) {
      stop.during(reason -> {});
    }
  }
}
