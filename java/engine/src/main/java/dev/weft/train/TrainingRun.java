package dev.weft.train;

import dev.weft.Network;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A run in progress, as listeners see it. */
public final class TrainingRun {
  private final Network network;
  private final TrainingConfig config;
  private final TrainingPlan plan;
  private final List<EpochRecord> earlier;
  private final AtomicReference<String> stopReason = new AtomicReference<>();

  TrainingRun(
      Network network, TrainingConfig config, TrainingPlan plan, List<EpochRecord> earlier) {
    this.network = network;
    this.config = config;
    this.plan = plan;
    this.earlier = List.copyOf(earlier);
  }

  /** The network that is trained; listeners may read and write its parameters between slices. */
  public Network network() {
    return network;
  }

  /** How it is trained. */
  public TrainingConfig config() {
    return config;
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
    stopReason.compareAndSet(null, Objects.requireNonNull(reason, "reason"));
  }

  /** Whether {@link #stop} was called. */
  public boolean stopRequested() {
    return stopReason.get() != null;
  }

  /** The reason given to {@link #stop}. */
  public Optional<String> stopReason() {
    return Optional.ofNullable(stopReason.get());
  }

  TrainingPlan plan() {
    return plan;
  }
}
