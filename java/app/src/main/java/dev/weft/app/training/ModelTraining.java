package dev.weft.app.training;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.app.console.Interruption;
import dev.weft.app.training.Trained.BestEpoch;
import dev.weft.train.BestWeights;
import dev.weft.train.DivergenceStop;
import dev.weft.train.EarlyStopping;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains a network as a plan says, and can be stopped between two batches. */
public final class ModelTraining {
  private final Interruption interruption;

  /** One that heeds {@code interruption}. */
  public ModelTraining(Interruption interruption) {
    this.interruption = interruption;
  }

  /**
   * Trains. The network has the weights after the last complete epoch then, also where the run was
   * stopped inside a later one.
   *
   * @param watchers hear of everything that happens
   * @throws IllegalArgumentException where plan, network and data do not fit together
   */
  public Trained train(
      Network network,
      ResidentDataset data,
      ModelPlan plan,
      List<? extends TrainingListener> watchers) {
    List<TrainingListener> listeners = new ArrayList<>(watchers);
    BestWeights best = new BestWeights();
    if (!plan.validation().none()) {
      listeners.add(best);
    }
    CompleteEpoch complete = new CompleteEpoch();
    listeners.add(complete);
    plan.patience().ifPresent(epochs -> listeners.add(EarlyStopping.patience(epochs)));
    listeners.add(new DivergenceStop());
    listeners.add(new StopOnRequest(interruption));
    History history = new Trainer(plan.config(data.data()), listeners).fit(network, data);
    if (history.interrupted()) {
      complete.restore(network);
    }
    return new Trained(
        history, best.record().map(record -> new BestEpoch(record, best.parameters().get())));
  }

  /** Keeps the weights after the last complete epoch, which are what is kept of a broken one. */
  private static final class CompleteEpoch implements TrainingListener {
    private Optional<float[]> parameters = Optional.empty();

    @Override
    public void epochEnded(TrainingRun run, EpochRecord record) {
      parameters = Optional.of(run.network().parameters());
    }

    void restore(Network network) {
      parameters.ifPresent(network::parameters);
    }
  }

  /** Hands the run's stop to whoever waits for Ctrl-C. */
  private record StopOnRequest(Interruption interruption) implements TrainingListener {
    @Override
    public void trainingStarted(TrainingRun run) {
      interruption.during(run::stop);
    }

    @Override
    public void trainingEnded(TrainingRun run, History history) {
      interruption.during(reason -> {});
    }
  }
}
