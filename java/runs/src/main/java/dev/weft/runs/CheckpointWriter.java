package dev.weft.runs;

import dev.weft.AdamState;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.TrainingCheckpoint;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Leaves checkpoints of one training, at the interval that is asked for and at its end. The arrays
 * are those that the pipeline keeps of the last epoch and of the best one: nothing is copied, and
 * nothing changes while another thread writes them.
 */
final class CheckpointWriter implements TrainingListener {
  /** How much longer than a checkpoint takes its successor waits: it costs 2 % at most. */
  private static final int TIMES = 50;

  /** What a core writes a second, the checksum included. */
  private static final long BYTES_PER_SECOND = 200_000_000;

  /** The part of the heap from which on two states at once are too many. */
  private static final int LARGE = 8;

  private final Checkpoints checkpoints;
  private final ModelRun model;
  private final String backend;
  private final LastEpoch last;
  private final Supplier<Optional<float[]>> best;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private CompletableFuture<Boolean> writing = CompletableFuture.completedFuture(true);
  private int handedOver;
  private long begun = System.nanoTime();
  private long waited;

  /**
   * Of a training.
   *
   * @param last listens before this one, as do the best weights
   * @param best the parameters with the lowest val_loss so far
   */
  CheckpointWriter(
      Checkpoints checkpoints,
      ModelRun model,
      String backend,
      LastEpoch last,
      Supplier<Optional<float[]>> best) {
    this.checkpoints = checkpoints;
    this.model = model;
    this.backend = backend;
    this.last = last;
    this.best = best;
  }

  @Override
  public void trainingStarted(TrainingRun run) {
    epochs.addAll(run.earlier());
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    epochs.add(record);
    CheckpointInterval interval = checkpoints.interval();
    if (interval instanceof CheckpointInterval.Epochs every) {
      if (record.epoch() % every.epochs() == 0) {
        handOver().join();
      }
    } else if (interval instanceof CheckpointInterval.Time time) {
      long apart = Math.max(time.least().toNanos(), TIMES * Math.max(waited, computing()));
      if (writing.isDone() && System.nanoTime() - begun >= apart) {
        CompletableFuture<Boolean> written = handOver();
        if (isLarge()) {
          written.join();
          waited = System.nanoTime() - begun;
        }
      }
    }
  }

  private long bytes() {
    return 4L * last.parameters().length * Float.BYTES;
  }

  /** The nanoseconds that a core is busy with a checkpoint; for the disk nobody waits. */
  private long computing() {
    return bytes() * 1_000_000_000L / BYTES_PER_SECOND;
  }

  /** Beside a wide network's state there is no room for the next one while it is written. */
  private boolean isLarge() {
    return bytes() > Runtime.getRuntime().maxMemory() / LARGE;
  }

  /** The state after the last complete epoch, which another thread writes. */
  private CompletableFuture<Boolean> handOver() {
    AdamState optimizerState = last.optimizerState();
    TrainingCheckpoint checkpoint =
        checkpoints.of(model, backend, epochs, last.parameters(), optimizerState, best.get());
    handedOver = epochs.size();
    begun = System.nanoTime();
    writing =
        CompletableFuture.supplyAsync(
            () -> checkpoints.write(model.name(), checkpoint), CheckpointWriter::onAThread);
    return writing;
  }

  /** There is at most one at a time. */
  private static void onAThread(Runnable work) {
    Thread thread = new Thread(work, "weft-checkpoint");
    thread.setDaemon(true);
    thread.start();
  }

  /** The last state, so that nothing is lost by whatever comes after the training. */
  @Override
  public void trainingEnded(TrainingRun run, History history) {
    writing.join();
    writeLast();
  }

  /** The same of a training that has all its epochs already. */
  void write(List<EpochRecord> all) {
    epochs.addAll(all);
    writeLast();
  }

  private void writeLast() {
    boolean wanted = !(checkpoints.interval() instanceof CheckpointInterval.Never);
    boolean known = last.epoch() == epochs.size() && !epochs.isEmpty();
    if (wanted && known && handedOver != epochs.size()) {
      handOver().join();
    }
  }
}
