package dev.weft.train;

/**
 * The learning rate of each step. A schedule is a function of the step's number in the whole run,
 * so that a resumed run goes on where it stopped.
 */
public sealed interface LearningRateSchedule {
  /**
   * The learning rate of one step.
   *
   * @param step its number, from 0 at the first step of the first epoch
   * @param stepsPerEpoch steps of an epoch
   * @param totalSteps steps of all epochs, those before a resumed run's first counted
   */
  float at(long step, int stepsPerEpoch, long totalSteps);

  /** The same rate throughout. */
  static LearningRateSchedule constant(float rate) {
    return new Constant(rate);
  }

  /** Multiplies the rate by {@code factor} after every {@code everyEpochs} epochs. */
  static LearningRateSchedule step(float rate, float factor, int everyEpochs) {
    return new StepDecay(rate, factor, everyEpochs);
  }

  /**
   * Rises to {@code rate} over {@code warmupEpochs}, then falls along half a cosine to {@code
   * finalRate} at the last step.
   */
  static LearningRateSchedule cosine(float rate, int warmupEpochs, float finalRate) {
    return new Cosine(rate, warmupEpochs, finalRate);
  }

  private static void requireRate(float rate) {
    if (!(rate > 0 && rate < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a learning rate is positive and finite, not "
              + rate
              + "; 0.001 is a usual one for Adam");
    }
  }

  /**
   * One rate.
   *
   * @param rate positive
   */
  record Constant(float rate) implements LearningRateSchedule {
    public Constant {
      requireRate(rate);
    }

    @Override
    public float at(long step, int stepsPerEpoch, long totalSteps) {
      return rate;
    }
  }

  /**
   * rate &middot; factor<sup>floor(epoch / everyEpochs)</sup>, epochs counted from 0.
   *
   * @param rate of the first epochs, positive
   * @param factor positive, usually below 1
   * @param everyEpochs epochs between two changes, at least 1
   */
  record StepDecay(float rate, float factor, int everyEpochs) implements LearningRateSchedule {
    public StepDecay {
      requireRate(rate);
      if (!(factor > 0 && factor < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the factor of a step schedule is positive and finite, not " + factor);
      }
      if (everyEpochs < 1) {
        throw new IllegalArgumentException(
            "a step schedule changes every 1 or more epochs, not " + everyEpochs);
      }
    }

    @Override
    public float at(long step, int stepsPerEpoch, long totalSteps) {
      long changes = step / stepsPerEpoch / everyEpochs;
      return (float) (rate * StrictMath.pow(factor, changes));
    }
  }

  /**
   * With W warm-up steps of T in all: rate &middot; (step + 1) / (W + 1) for the first W steps, so
   * that step W has the full rate; from there finalRate + (rate - finalRate) &middot; (1 +
   * cos(&pi;p)) / 2 with p going from 0 at step W to 1 at step T - 1 (Loshchilov and Hutter, 2017,
   * arXiv:1608.03983, without restarts).
   *
   * @param rate the highest, positive
   * @param warmupEpochs epochs of linear rise, 0 for none
   * @param finalRate of the last step, from 0 to {@code rate}
   */
  record Cosine(float rate, int warmupEpochs, float finalRate) implements LearningRateSchedule {
    public Cosine {
      requireRate(rate);
      if (warmupEpochs < 0) {
        throw new IllegalArgumentException("warm-up epochs are not negative: " + warmupEpochs);
      }
      if (!(finalRate >= 0 && finalRate <= rate)) {
        throw new IllegalArgumentException(
            "the final rate of a cosine schedule lies between 0 and the rate "
                + rate
                + ", not "
                + finalRate);
      }
    }

    @Override
    public float at(long step, int stepsPerEpoch, long totalSteps) {
      long warmup = (long) warmupEpochs * stepsPerEpoch;
      if (step < warmup) {
        return (float) (rate * (step + 1.0) / (warmup + 1.0));
      }
      double progress = (double) (step - warmup) / Math.max(1, totalSteps - 1 - warmup);
      // StrictMath, so that every machine and JVM gives the same rates.
      double height = (1 + StrictMath.cos(Math.PI * Math.min(1, progress))) / 2;
      return (float) (finalRate + ((double) rate - finalRate) * height);
    }
  }
}
