package dev.weft.train;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains a network, epoch by epoch; {@link GroupTrainer} trains several at once. Everything else is
 * a listener's: progress, logs, checkpoints; early stopping is one that the specification asks for.
 * What an order, a batch or a rate is stands in {@link Shuffle}, {@link TrainingPlan} and {@link
 * LearningRateSchedule}; what a step computes, in the backend.
 *
 * <p>Promises: on one backend, the same network, data and specification give the same parameters
 * and figures bit for bit, however epochs were cut into slices. A run that was stopped after epoch
 * k and goes on with the same parameters, Adam state and specification ends where the unbroken run
 * ends ({@link #from}); {@link #resume} also takes its history up. (With fewer {@code epochs} in
 * the first part, that holds for schedules that do not depend on the end: constant and step.)
 */
public final class Trainer {
  private final TrainingSpec spec;
  private final List<TrainingListener> listeners;
  private final int initialEpoch;
  private final double sliceSeconds;

  /** Listeners are called in the order given. */
  public Trainer(TrainingSpec spec, TrainingListener... listeners) {
    this(spec, List.of(listeners));
  }

  /** Listeners are called in their order. */
  public Trainer(TrainingSpec spec, List<? extends TrainingListener> listeners) {
    this(spec, listeners, 0, SlicePacer.TARGET_SECONDS);
  }

  /**
   * Begins behind {@code initialEpoch} and cuts epochs into slices of about {@code sliceSeconds}.
   */
  Trainer(
      TrainingSpec spec,
      List<? extends TrainingListener> listeners,
      int initialEpoch,
      double sliceSeconds) {
    if (initialEpoch < 0 || initialEpoch >= spec.epochs()) {
      throw new IllegalArgumentException(
          "the initial epoch lies between 0 and epochs - 1 = "
              + (spec.epochs() - 1)
              + ", not "
              + initialEpoch);
    }
    this.spec = spec;
    this.listeners = List.copyOf(listeners);
    this.initialEpoch = initialEpoch;
    this.sliceSeconds = sliceSeconds;
  }

  /**
   * The same for a network that was trained for so many epochs before; of their history nothing is
   * known.
   *
   * @param initialEpoch from 0 to {@code epochs - 1}
   */
  public Trainer from(int initialEpoch) {
    return new Trainer(spec, listeners, initialEpoch, sliceSeconds);
  }

  /**
   * Uploads a data set, trains on it and frees it.
   *
   * @throws IllegalArgumentException where data, network and specification do not fit together
   */
  public History fit(Network network, Dataset data) {
    return fit(network, data, Optional.empty());
  }

  /**
   * The same with samples to validate on that are none of the training data; the specification's
   * validation is none then.
   */
  public History fit(Network network, Dataset data, Dataset validation) {
    return fit(network, data, Optional.of(validation));
  }

  private History fit(Network network, Dataset data, Optional<Dataset> validation) {
    TrainingPlan plan = TrainingPlan.of(spec, network.architecture(), data, validation);
    try (ResidentDataset resident = network.engine().upload(data)) {
      return fit(network, resident, plan, validation, List.of());
    }
  }

  /**
   * Trains on a data set that is on the device already.
   *
   * @throws IllegalArgumentException where data, network and specification do not fit together
   */
  public History fit(Network network, ResidentDataset data) {
    return fit(network, data, plan(network, data), Optional.empty(), List.of());
  }

  private TrainingPlan plan(Network network, ResidentDataset data) {
    return TrainingPlan.of(spec, network.architecture(), data.data(), Optional.empty());
  }

  /**
   * Goes on with a run that was stopped: the network has the parameters and the optimizer's state
   * after its last epoch. The epochs that it had are the first of the history, and what listeners
   * learned of them counts.
   *
   * @param earlier all epochs from the first; none for a new run
   * @throws IllegalArgumentException where {@code earlier} are not the first epochs, or data,
   *     network and specification do not fit together
   */
  public History resume(Network network, ResidentDataset data, List<EpochRecord> earlier) {
    List<Integer> numbers = earlier.stream().map(EpochRecord::epoch).toList();
    if (!numbers.equals(IntStream.rangeClosed(1, earlier.size()).boxed().toList())) {
      throw new IllegalArgumentException(
          "a run resumed after epoch "
              + earlier.size()
              + " needs the records of all epochs up to there, not of "
              + numbers);
    }
    return from(earlier.size()).fit(network, data, plan(network, data), Optional.empty(), earlier);
  }

  private History fit(
      Network network,
      ResidentDataset data,
      TrainingPlan plan,
      Optional<Dataset> validation,
      List<EpochRecord> earlier) {
    TrainingRun run = new TrainingRun(network, data, spec, plan, initialEpoch, earlier);
    try (Validator validator = Validator.open(validation, network, data, plan)) {
      RunInProgress only = begin(run, validator, 0);
      EpochLoop loop =
          new EpochLoop(
              slices -> List.of(network.train(data, slices.get(0).slice())),
              new SlicePacer(sliceSeconds));
      try {
        only.start();
        while (only.goesOn()) {
          loop.train(List.of(only));
        }
      } catch (RuntimeException | Error failure) {
        only.endAfter(failure);
        throw failure;
      }
      return only.end();
    }
  }

  /** This training of a network that is ready, in its place of a group, or alone in place 0. */
  RunInProgress begin(TrainingRun run, Validator validator, int place) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    spec.patience().ifPresent(epochs -> all.add(EarlyStopping.patience(epochs)));
    return new RunInProgress(run, new ListenerChain(all), validator, place);
  }

  TrainingSpec spec() {
    return spec;
  }

  int initialEpoch() {
    return initialEpoch;
  }
}
