package dev.weft.train;

import dev.weft.backend.SliceResult;

/**
 * The running sums of an epoch. Losses are summed step after step in double, each weighted by the
 * samples of its batch, so that the reported mean does not depend on how the epoch was cut.
 */
final class EpochMeter {
  private final TrainingRun run;
  private final int epoch;
  private int steps;
  private int samples;
  private double lossSum;
  private long correct;
  private double seconds;

  /** Measures one epoch, counted from 0. */
  EpochMeter(TrainingRun run, int epoch) {
    this.run = run;
    this.epoch = epoch;
  }

  void add(SliceResult slice, double sliceSeconds) {
    TrainingPlan plan = run.plan();
    for (double loss : slice.stepLosses()) {
      int batch = Math.min(plan.batchSize(), plan.trainSamples() - samples);
      lossSum += loss * batch;
      samples += batch;
      steps++;
    }
    correct += slice.correct();
    seconds += sliceSeconds;
  }

  int epoch() {
    return epoch;
  }

  int steps() {
    return steps;
  }

  int samples() {
    return samples;
  }

  boolean complete() {
    return steps == run.stepsPerEpoch();
  }

  /** Whether the epoch was begun and not finished. */
  boolean partial() {
    return steps > 0 && !complete();
  }

  Progress progress() {
    return new Progress(
        epoch + 1,
        run.spec().epochs(),
        steps,
        run.stepsPerEpoch(),
        samples,
        loss(),
        accuracy(),
        seconds);
  }

  EpochRecord record(double valLoss, double valAccuracy, double validationSeconds) {
    float lastRate = run.plan().learningRate(run.spec(), epoch, steps - 1);
    return new EpochRecord(
        epoch + 1, loss(), accuracy(), valLoss, valAccuracy, lastRate, seconds, validationSeconds);
  }

  private double loss() {
    return lossSum / samples;
  }

  private double accuracy() {
    boolean classes = run.network().architecture().classes() > 0;
    return classes ? (double) correct / samples : Double.NaN;
  }
}
