package dev.weft.runs;

import dev.weft.model.ModelFile;
import dev.weft.runs.TrainedModel.Best;
import dev.weft.train.BestWeights;
import dev.weft.train.DivergenceStop;
import dev.weft.train.History;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Models that are trained at once: each is kept when its training ends, and all stop together. */
final class ModelGroup {
  private final String backend;
  private final StopSignal stop;
  private final Consumer<TrainedModel> keep;
  private final Set<TrainingRun> active = ConcurrentHashMap.newKeySet();

  ModelGroup(String backend, StopSignal stop, Consumer<TrainedModel> keep) {
    this.backend = backend;
    this.stop = stop;
    this.keep = keep;
  }

  /** The trainings of the models, as long as nobody wants them to stop. */
  Iterable<Trainer> trainers(List<ModelRun> models) {
    stop.during(reason -> active.forEach(run -> run.stop(reason)));
    return () -> iterator(models);
  }

  private Iterator<Trainer> iterator(List<ModelRun> models) {
    return IntStream.range(0, models.size())
        .takeWhile(number -> !stop.requested())
        .mapToObj(number -> trainer(models.get(number)))
        .iterator();
  }

  private Trainer trainer(ModelRun model) {
    BestWeights best = new BestWeights();
    List<TrainingListener> listeners = new ArrayList<>();
    if (!model.spec().validation().isNone()) {
      listeners.add(best);
    }
    listeners.add(new DivergenceStop());
    listeners.add(new Member(model, best));
    return new Trainer(model.spec(), listeners);
  }

  /** Hears of no request to stop any more. */
  void end() {
    stop.during(reason -> {});
  }

  /** One of the models. */
  private final class Member implements TrainingListener {
    private final ModelRun model;
    private final BestWeights best;

    Member(ModelRun model, BestWeights best) {
      this.model = model;
      this.best = best;
    }

    @Override
    public void trainingStarted(TrainingRun run) {
      active.add(run);
      if (stop.requested()) {
        run.stop("interrupted");
      }
    }

    @Override
    public void trainingEnded(TrainingRun run, History history) {
      active.remove(run);
      keep.accept(
          new TrainedModel(
              model,
              history,
              new ModelFile(
                  model.metadata(backend, history.epochs().size()),
                  run.network().parameters(),
                  Optional.of(run.network().adamState())),
              best.record()
                  .map(
                      epoch ->
                          Best.of(model, backend, epoch, best.sharedParameters().orElseThrow())),
              stop.requested() || history.interrupted()));
    }
  }
}
