package dev.weft.train;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A run in progress, as listeners see it. */
public final class TrainingRun {
  private final Network network;
  private final ResidentDataset data;
  private final TrainingSpec spec;
  private final TrainingPlan plan;
  private final int initialEpoch;
  private final List<EpochRecord> earlier;
  private final AtomicReference<StopReason> stopReason = new AtomicReference<>();

  TrainingRun(
      Network network,
      ResidentDataset data,
      TrainingSpec spec,
      TrainingPlan plan,
      int initialEpoch,
      List<EpochRecord> earlier) {
    this.network = network;
    this.data = data;
    this.spec = spec;
    this.plan = plan;
    this.initialEpoch = initialEpoch;
    this.earlier = List.copyOf(earlier);
  }

  /** The network that is trained; listeners may read and write its parameters between slices. */
  public Network network() {
    return network;
  }

  /** How it is trained. */
  public TrainingSpec spec() {
    return spec;
  }

  /** The number of epochs that were trained before, 0 for a new run. */
  public int initialEpoch() {
    return initialEpoch;
  }

  /** The epochs before those of this run, where it was {@linkplain Trainer#resume resumed}. */
  public List<EpochRecord> earlier() {
    return earlier;
  }

  /** The samples of an epoch. */
  public int trainSamples() {
    return plan.trainSamples();
  }

  /** The samples validated on after each epoch, 0 where there is no validation. */
  public int validationSamples() {
    return plan.validationSamples();
  }

  /** The steps of an epoch, the last, partial batch counted. */
  public int stepsPerEpoch() {
    return plan.stepsPerEpoch();
  }

  /**
   * Ends the run at the next opportunity, between two batches; from any thread. Of several reasons
   * the first stays.
   *
   * @param reason in words, for the history
   */
  public void stop(String reason) {
    stop(new StopReason.Requested(reason));
  }

  /** The same for a reason of another kind. */
  public void stop(StopReason reason) {
    stopReason.compareAndSet(null, Objects.requireNonNull(reason, "reason"));
  }

  /** Whether {@link #stop} was called. */
  public boolean stopRequested() {
    return stopReason.get() != null;
  }

  /** Whether it was stopped because it diverged. */
  boolean diverged() {
    return stopReason.get() instanceof StopReason.Diverged;
  }

  /** The reason given to {@link #stop}. */
  public Optional<StopReason> stopReason() {
    return Optional.ofNullable(stopReason.get());
  }

  /** The loss of as many training samples as a batch has, with the parameters of now. */
  double lossNow() {
    int samples = Math.min(plan.batchSize(), plan.trainSamples());
    return network.evaluate(data, 0, samples).loss();
  }

  TrainingPlan plan() {
    return plan;
  }
}
