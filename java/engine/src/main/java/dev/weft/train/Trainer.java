package dev.weft.train;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains networks: the loop over epochs and, within an epoch, over slices of it. Everything else is
 * a listener's: progress, logs, early stopping, checkpoints. What an order, a batch or a rate is
 * stands in {@link Shuffle}, {@link TrainingPlan} and {@link LearningRateSchedule}; what a step
 * computes, in the backend.
 *
 * <p>Promises: on one backend, the same network, data and configuration give the same parameters
 * and figures bit for bit, however epochs were cut into slices. A run that was stopped after epoch
 * k and goes on with the same parameters, Adam state and configuration but {@code initialEpoch} k
 * ends where the unbroken run ends; {@link #resume} also takes its history up. (With fewer {@code
 * epochs} in the first part, that holds for schedules that do not depend on the end: constant and
 * step.)
 */
public final class Trainer {
  private final TrainingConfig config;
  private final List<TrainingListener> listeners;
  private final double sliceSeconds;

  /** Listeners are called in the order given. */
  public Trainer(TrainingConfig config, TrainingListener... listeners) {
    this(config, List.of(listeners));
  }

  /** Listeners are called in their order. */
  public Trainer(TrainingConfig config, List<? extends TrainingListener> listeners) {
    this(config, listeners, SlicePacer.TARGET_SECONDS);
  }

  /** Cuts epochs into slices of about {@code sliceSeconds}. */
  Trainer(TrainingConfig config, List<? extends TrainingListener> listeners, double sliceSeconds) {
    this.config = config;
    this.listeners = List.copyOf(listeners);
    this.sliceSeconds = sliceSeconds;
  }

  /**
   * Uploads a data set, trains on it and frees it.
   *
   * @throws IllegalArgumentException where data, network and configuration do not fit together
   */
  public History fit(Network network, Dataset data) {
    TrainingPlan plan = TrainingPlan.of(config, network.architecture(), data);
    try (ResidentDataset resident = network.engine().upload(data)) {
      return fit(network, resident, plan, List.of());
    }
  }

  /**
   * Trains on a data set that is on the device already.
   *
   * @throws IllegalArgumentException where data, network and configuration do not fit together
   */
  public History fit(Network network, ResidentDataset data) {
    TrainingPlan plan = TrainingPlan.of(config, network.architecture(), data.data());
    return fit(network, data, plan, List.of());
  }

  /**
   * Goes on with a run that was stopped: the network has the parameters and the Adam state after
   * its last epoch, and the configuration its number as {@code initialEpoch}. The epochs that it
   * had are the first of the history, and what listeners learned of them counts.
   *
   * @throws IllegalArgumentException where {@code earlier} are not the epochs from 1 to {@code
   *     initialEpoch}, or data, network and configuration do not fit together
   */
  public History resume(Network network, ResidentDataset data, List<EpochRecord> earlier) {
    requireAll(earlier);
    TrainingPlan plan = TrainingPlan.of(config, network.architecture(), data.data());
    return fit(network, data, plan, earlier);
  }

  private void requireAll(List<EpochRecord> earlier) {
    List<Integer> numbers = earlier.stream().map(EpochRecord::epoch).toList();
    if (!numbers.equals(IntStream.rangeClosed(1, config.initialEpoch()).boxed().toList())) {
      throw new IllegalArgumentException(
          "a run resumed after epoch "
              + config.initialEpoch()
              + " needs the records of all epochs up to there, not of "
              + numbers);
    }
  }

  private History fit(
      Network network, ResidentDataset data, TrainingPlan plan, List<EpochRecord> earlier) {
    try (Validator validator = Validator.open(config.validation(), network, data, plan)) {
      return train(new TrainingRun(network, config, plan, earlier), data, validator);
    }
  }

  private History train(TrainingRun run, ResidentDataset data, Validator validator) {
    ListenerChain chain = new ListenerChain(listeners);
    SlicePacer pacer = new SlicePacer(sliceSeconds);
    List<EpochRecord> records = new ArrayList<>(run.earlier());
    EpochMeter meter = new EpochMeter(run, config.initialEpoch());
    try {
      chain.trainingStarted(run);
      for (int epoch = config.initialEpoch(); epoch < config.epochs(); epoch++) {
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
      run.stop("failed: " + failure.getMessage());
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
    float[] classWeights = config.classWeightArray();
    long start = System.nanoTime();
    int[] order = plan.order(config, meter.epoch());
    while (!meter.complete() && !run.stopRequested()) {
      int steps = pacer.next(plan.stepsPerEpoch() - meter.steps());
      int from = meter.samples();
      int to = plan.endOf(meter.steps() + steps);
      float[] rates = plan.learningRates(config, meter.epoch(), meter.steps(), steps);
      TrainingSlice slice =
          new TrainingSlice(
              order, from, to, plan.batchSize(), rates, config.optimizer(), classWeights);
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
