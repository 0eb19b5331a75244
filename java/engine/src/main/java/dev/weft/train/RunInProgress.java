package dev.weft.train;

import dev.weft.backend.PlacedSlice;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import java.util.ArrayList;
import java.util.List;

/** How far a run has come: its epochs so far, and the one that it is in. */
final class RunInProgress {
  private final TrainingRun run;
  private final ListenerChain listeners;
  private final Validator validator;
  private final int place;
  private final List<EpochRecord> records;
  private EpochMeter meter;
  private int epoch;
  private int[] order = {};

  /**
   * A run before its first epoch.
   *
   * @param place of its network among those that are trained at once
   */
  RunInProgress(TrainingRun run, ListenerChain listeners, Validator validator, int place) {
    this.run = run;
    this.listeners = listeners;
    this.validator = validator;
    this.place = place;
    this.records = new ArrayList<>(run.earlier());
    this.epoch = run.initialEpoch();
    this.meter = new EpochMeter(run, epoch);
  }

  int place() {
    return place;
  }

  void start() {
    listeners.trainingStarted(run);
  }

  /** Whether there is another epoch to train. */
  boolean goesOn() {
    return epoch < run.spec().epochs() && !run.stopRequested();
  }

  void beginEpoch() {
    listeners.epochStarted(run, epoch + 1);
    meter = new EpochMeter(run, epoch);
  }

  void drawOrder() {
    order = run.plan().order(run.spec(), epoch);
  }

  /** Whether something of the epoch is left that it has to train. */
  boolean isAwake() {
    return !meter.complete() && !run.stopRequested();
  }

  int remainingSteps() {
    return run.stepsPerEpoch() - meter.steps();
  }

  /** The next steps of the epoch. */
  PlacedSlice slice(int steps) {
    TrainingPlan plan = run.plan();
    int to = plan.endOf(meter.steps() + steps);
    float[] rates = plan.learningRates(run.spec(), epoch, meter.steps(), steps);
    return new PlacedSlice(
        place,
        new TrainingSlice(
            order,
            meter.samples(),
            to,
            plan.batchSize(),
            rates,
            run.spec().optimizer(),
            plan.classWeights(),
            run.spec().averageDecay(),
            plan.shift()));
  }

  void trained(SliceResult result, double seconds) {
    meter.add(result, seconds);
    listeners.progress(run, meter.progress());
  }

  /** Validates after a complete epoch. */
  void endEpoch() {
    if (meter.complete() && !run.diverged()) {
      EpochRecord record = validator.record(meter);
      listeners.epochMeasured(run, record);
      if (!run.diverged()) {
        records.add(record);
        listeners.epochEnded(run, record);
      }
    }
    epoch++;
  }

  History end() {
    History history = history();
    listeners.trainingEnded(run, history);
    return history;
  }

  /** Lets listeners close their files after a failure, which stays the one that is thrown. */
  void endAfter(Throwable failure) {
    run.stop(new StopReason.Failed("failed: " + failure.getMessage()));
    try {
      listeners.trainingEnded(run, history());
    } catch (RuntimeException another) {
      if (another != failure) {
        failure.addSuppressed(another);
      }
    }
  }

  private History history() {
    return new History(records, run.stopReason(), meter.partial() || run.diverged());
  }
}
