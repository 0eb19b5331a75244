package dev.weft.train;

/**
 * What wants to know about a run, or to steer it: listeners are called on the training thread in
 * the order in which the trainer was given them. To add one, implement what it needs of these
 * methods.
 *
 * <p>An exception that a listener throws ends the run and reaches the caller of {@link
 * Trainer#fit}.
 */
public interface TrainingListener {
  /** Before the first epoch. */
  default void trainingStarted(TrainingRun run) {}

  /**
   * Before an epoch.
   *
   * @param epoch its number, from 1
   */
  default void epochStarted(TrainingRun run, int epoch) {}

  /** Several times an epoch, about ten times a second, at last when all its steps are made. */
  default void progress(TrainingRun run, Progress progress) {}

  /**
   * After all steps of an epoch and its validation, before the epoch is taken into the history. One
   * in which the run {@linkplain StopReason.Diverged diverged} by now is not, and no listener is
   * told of its end.
   */
  default void epochMeasured(TrainingRun run, EpochRecord record) {}

  /** After a complete epoch and its validation. */
  default void epochEnded(TrainingRun run, EpochRecord record) {}

  /**
   * At the end, also where the run was stopped or failed: the place to close files. Called on each
   * listener whose {@link #trainingStarted} returned.
   */
  default void trainingEnded(TrainingRun run, History history) {}
}
