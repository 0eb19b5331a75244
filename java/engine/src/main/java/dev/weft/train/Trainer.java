package dev.weft.train;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains networks: the loop over epochs and, within an epoch, over slices of it. Everything else is
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
    try (Validator validator = Validator.open(validation, network, data, plan)) {
      TrainingRun run = new TrainingRun(network, spec, plan, initialEpoch, earlier);
      return train(run, data, validator);
    }
  }

  private List<TrainingListener> withEarlyStopping() {
    List<TrainingListener> all = new ArrayList<>(listeners);
    spec.patience().ifPresent(epochs -> all.add(EarlyStopping.patience(epochs)));
    return all;
  }

  private History train(TrainingRun run, ResidentDataset data, Validator validator) {
    ListenerChain chain = new ListenerChain(withEarlyStopping());
    SlicePacer pacer = new SlicePacer(sliceSeconds);
    List<EpochRecord> records = new ArrayList<>(run.earlier());
    EpochMeter meter = new EpochMeter(run, initialEpoch);
    try {
      chain.trainingStarted(run);
      for (int epoch = initialEpoch; epoch < spec.epochs(); epoch++) {
        if (run.stopRequested()) {
          break;
        }
        chain.epochStarted(run, epoch + 1);
        meter = new EpochMeter(run, epoch);
        trainEpoch(run, data, meter, pacer, chain);
        if (meter.complete()) {
          EpochRecord record = validator.record(meter);
          records.add(record);
          chain.epochEnded(run, record);
        }
      }
    } catch (RuntimeException | Error failure) {
      run.stop(new StopReason.Failed("failed: " + failure.getMessage()));
      endAfter(failure, chain, run, new History(records, run.stopReason(), meter.partial()));
      throw failure;
    }
    History history = new History(records, run.stopReason(), meter.partial());
    chain.trainingEnded(run, history);
    return history;
  }

  /** Trains one epoch, or as much of it as there is time for until the run is to stop. */
  private void trainEpoch(
      TrainingRun run,
      ResidentDataset data,
      EpochMeter meter,
      SlicePacer pacer,
      ListenerChain chain) {
    TrainingPlan plan = run.plan();
    long start = System.nanoTime();
    int[] order = plan.order(spec, meter.epoch());
    while (!meter.complete() && !run.stopRequested()) {
      int steps = pacer.next(plan.stepsPerEpoch() - meter.steps());
      int from = meter.samples();
      int to = plan.endOf(meter.steps() + steps);
      float[] rates = plan.learningRates(spec, meter.epoch(), meter.steps(), steps);
      TrainingSlice slice =
          new TrainingSlice(
              order, from, to, plan.batchSize(), rates, spec.optimizer(), plan.classWeights());
      SliceResult result = run.network().train(data, slice);
      double seconds = (System.nanoTime() - start) * 1e-9;
      pacer.trained(steps, seconds);
      meter.add(result, seconds);
      chain.progress(run, meter.progress());
      start = System.nanoTime();
    }
  }

  /** Lets listeners close their files after a failure, which stays the one that is thrown. */
  private static void endAfter(
      Throwable failure, ListenerChain chain, TrainingRun run, History history) {
    try {
      chain.trainingEnded(run, history);
    } catch (RuntimeException another) {
      if (another != failure) {
        failure.addSuppressed(another);
      }
    }
  }
}
