package dev.weft.train;

import java.util.List;

/** All listeners of a run as one. */
final class ListenerChain implements TrainingListener {
  private final List<TrainingListener> listeners;
  private int started;

  ListenerChain(List<TrainingListener> listeners) {
    this.listeners = listeners;
  }

  @Override
  public void trainingStarted(TrainingRun run) {
    for (TrainingListener listener : listeners) {
      listener.trainingStarted(run);
      started++;
    }
  }

  @Override
  public void epochStarted(TrainingRun run, int epoch) {
    listeners.forEach(listener -> listener.epochStarted(run, epoch));
  }

  @Override
  public void progress(TrainingRun run, Progress progress) {
    listeners.forEach(listener -> listener.progress(run, progress));
  }

  @Override
  public void epochMeasured(TrainingRun run, EpochRecord record) {
    listeners.forEach(listener -> listener.epochMeasured(run, record));
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    listeners.forEach(listener -> listener.epochEnded(run, record));
  }

  /** Reaches every listener that was started, whatever one of them throws. */
  @Override
  public void trainingEnded(TrainingRun run, History history) {
    RuntimeException first = null;
    for (TrainingListener listener : listeners.subList(0, started)) {
      try {
        listener.trainingEnded(run, history);
      } catch (RuntimeException failure) {
        if (first == null) {
          first = failure;
        } else if (failure != first) {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
