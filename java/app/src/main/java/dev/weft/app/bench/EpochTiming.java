package dev.weft.app.bench;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.nn.Architecture;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import dev.weft.train.TrainingSpec;
import java.util.List;
import java.util.function.Consumer;

/**
 * Times epochs of one batch size: a warm-up epoch, then as many as fit the time allowed, at least
 * one. Nothing but training is timed.
 */
final class EpochTiming implements TrainingListener {
  private final int epochs;
  private final double secondsAllowed;
  private final Consumer<TrainingRun> started;
  private int last;

  private EpochTiming(int epochs, double secondsAllowed, Consumer<TrainingRun> started) {
    this.epochs = epochs;
    this.secondsAllowed = secondsAllowed;
    this.started = started;
    this.last = 1 + epochs;
  }

  /**
   * Measures.
   *
   * @param epochs to be timed after the warm-up
   * @param secondsAllowed for all of them and the warm-up
   * @param started hears of the run, so that it can be stopped
   * @throws IllegalStateException where the optimizer made another number of steps than the batches
   *     need, so that figures would not be comparable
   */
  static EpochTimes of(
      Engine engine,
      Architecture architecture,
      ResidentDataset data,
      int batchSize,
      int epochs,
      double secondsAllowed,
      Consumer<TrainingRun> started) {
    TrainingSpec spec =
        TrainingSpec.builder(architecture).epochs(1 + epochs).batchSize(batchSize).build();
    try (Network network = engine.network(architecture, 0)) {
      EpochTiming timing = new EpochTiming(epochs, secondsAllowed, started);
      History history = new Trainer(spec, timing).fit(network, data);
      int samples = data.data().size();
      List<EpochRecord> done = history.epochs();
      int steps = (samples + batchSize - 1) / batchSize;
      long made = network.adamState().step();
      if (!history.interrupted() && made != (long) steps * done.size()) {
        throw new IllegalStateException(
            made + " steps were made in " + done.size() + " epochs of " + steps);
      }
      List<Double> seconds = done.stream().skip(1).map(EpochRecord::seconds).toList();
      if (seconds.isEmpty()) {
        throw new StoppedException();
      }
      return EpochTimes.of(batchSize, samples, steps, seconds);
    }
  }

  @Override
  public void trainingStarted(TrainingRun run) {
    started.accept(run);
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    if (record.epoch() == 1) {
      double left = secondsAllowed - record.seconds();
      int fitting = (int) Math.min(epochs, Math.floor(left / record.seconds()));
      last = 1 + Math.max(1, fitting);
    }
    if (record.epoch() >= last) {
      run.stop("enough epochs are timed");
    }
  }
}
