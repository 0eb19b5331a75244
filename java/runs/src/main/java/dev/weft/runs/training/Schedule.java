package dev.weft.runs.training;

import dev.weft.train.LearningRateSchedule;

/** How the learning rate goes on from its start, apart from the start itself. */
public sealed interface Schedule {
  /** The schedule of a run that starts at {@code rate}. */
  LearningRateSchedule from(float rate);

  /** The same rate throughout. */
  record Constant() implements Schedule {
    @Override
    public LearningRateSchedule from(float rate) {
      return LearningRateSchedule.constant(rate);
    }

    @Override
    public String toString() {
      return "constant";
    }
  }

  /**
   * Multiplied now and then.
   *
   * @param factor above 0, at most 1
   * @param everyEpochs at least 1
   */
  record Step(float factor, int everyEpochs) implements Schedule {
    public Step {
      if (!(factor > 0 && factor <= 1) || everyEpochs < 1) {
        throw new IllegalArgumentException(
            "step:FACTOR:EVERY needs a factor above 0, at most 1, and at least 1 epoch, not "
                + factor
                + " and "
                + everyEpochs);
      }
    }

    @Override
    public LearningRateSchedule from(float rate) {
      return LearningRateSchedule.step(rate, factor, everyEpochs);
    }

    @Override
    public String toString() {
      return "step:" + factor + ":" + everyEpochs;
    }
  }

  /**
   * Half a cosine down to {@code finalRate}, after a linear warm-up.
   *
   * @param warmupEpochs 0 for none
   * @param finalRate not negative
   */
  record Cosine(int warmupEpochs, float finalRate) implements Schedule {
    public Cosine {
      if (warmupEpochs < 0 || !(finalRate >= 0 && finalRate < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "cosine:WARMUP_EPOCHS:FINAL needs numbers that are not negative, not "
                + warmupEpochs
                + " and "
                + finalRate);
      }
    }

    @Override
    public LearningRateSchedule from(float rate) {
      return LearningRateSchedule.cosine(rate, warmupEpochs, finalRate);
    }

    @Override
    public String toString() {
      return "cosine:" + warmupEpochs + ":" + finalRate;
    }
  }
}
