package dev.weft.runs.training;

import dev.weft.AdamState;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.runs.StopSignal;
import dev.weft.runs.training.Trained.BestEpoch;
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

/** Trains a network as a plan says, can be stopped between two batches, and goes on from there. */
public final class ModelTraining {
  private final StopSignal interruption;
  private final boolean resumable;

  /**
   * One that heeds {@code interruption}.
   *
   * @param resumable whether the network is to have Adam's state after the last complete epoch,
   *     too, where the run was stopped inside a later one
   */
  public ModelTraining(StopSignal interruption, boolean resumable) {
    this.interruption = interruption;
    this.resumable = resumable;
  }

  /**
   * Trains. The network has the weights after the last complete epoch then, also where the run was
   * stopped inside a later one.
   *
   * @param earlier epochs, which the history begins with
   * @param watchers hear of everything that happens
   * @throws IllegalArgumentException where plan, network and data do not fit together
   */
  public Trained train(
      Network network,
      ResidentDataset data,
      ModelPlan plan,
      Earlier earlier,
      List<? extends TrainingListener> watchers) {
    int trained = earlier.epochs().size();
    if (trained == plan.epochs()) {
      // Nothing but what follows the training was left undone.
      History history = new History(earlier.epochs(), Optional.empty(), false);
      return new Trained(history, best(history.best(), earlier.bestParameters()));
    }
    List<TrainingListener> listeners = new ArrayList<>(watchers);
    BestWeights best = new BestWeights();
    if (!plan.validation().none()) {
      listeners.add(best);
    }
    CompleteEpoch complete = new CompleteEpoch(resumable);
    listeners.add(complete);
    plan.patience().ifPresent(epochs -> listeners.add(EarlyStopping.patience(epochs)));
    listeners.add(new DivergenceStop());
    listeners.add(new StopOnRequest(interruption));
    History history =
        new Trainer(plan.config(data.data(), trained), listeners)
            .resume(network, data, earlier.epochs());
    if (history.interrupted()) {
      complete.restore(network);
    }
    return new Trained(history, best(best.record(), best.parameters().or(earlier::bestParameters)));
  }

  private static Optional<BestEpoch> best(
      Optional<EpochRecord> record, Optional<float[]> parameters) {
    return record.map(epoch -> new BestEpoch(epoch, parameters.orElseThrow()));
  }

  /** Keeps the state after the last complete epoch, which is what is kept of a broken one. */
  private static final class CompleteEpoch implements TrainingListener {
    private final boolean withAdamState;
    private Optional<float[]> parameters = Optional.empty();
    private Optional<AdamState> adamState = Optional.empty();

    CompleteEpoch(boolean withAdamState) {
      this.withAdamState = withAdamState;
    }

    @Override
    public void trainingStarted(TrainingRun run) {
      if (!run.earlier().isEmpty()) {
        keep(run.network());
      }
    }

    @Override
    public void epochEnded(TrainingRun run, EpochRecord record) {
      keep(run.network());
    }

    private void keep(Network network) {
      // A wide network's old state makes room for the new one.
      parameters = Optional.empty();
      adamState = Optional.empty();
      parameters = Optional.of(network.parameters());
      if (withAdamState) {
        adamState = Optional.of(network.adamState());
      }
    }

    void restore(Network network) {
      parameters.ifPresent(network::parameters);
      adamState.ifPresent(network::adamState);
    }
  }

  /** Hands the run's stop to whoever waits for Ctrl-C. */
  private record StopOnRequest(StopSignal interruption) implements TrainingListener {
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
