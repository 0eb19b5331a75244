package dev.weft.train;

/**
 * How the learning rate goes on from the one that a training names. A schedule is a function of the
 * step's number in the whole run, so that a resumed run goes on where it stopped.
 *
 * <p>One's own may be a lambda; it trains like the others, and only what has to spell it out, such
 * as results that a run is resumed from, cannot. Those here print as options and JSON spell them:
 * {@code constant}, {@code step:0.5:10}, {@code cosine:1:0.0}.
 */
@FunctionalInterface
public interface LearningRateSchedule {
  /**
   * The learning rate of one step.
   *
   * @param rate the learning rate that the training names: the first, or the highest
   * @param step its number, from 0 at the first step of the first epoch
   * @param stepsPerEpoch steps of an epoch
   * @param totalSteps steps of all epochs, those before a resumed run's first counted
   */
  float at(float rate, long step, int stepsPerEpoch, long totalSteps);

  /** Whether rates follow from the number of epochs, so that another number changes them all. */
  default boolean dependsOnEpochs() {
    return true;
  }

  /**
   * Requires that a run of these can follow the schedule.
   *
   * @throws IllegalArgumentException where it cannot
   */
  default void check(float rate, int epochs) {}

  /** The same rate throughout. */
  static LearningRateSchedule constant() {
    return new Constant();
  }

  /** Multiplies the rate by {@code factor} after every {@code everyEpochs} epochs. */
  static LearningRateSchedule step(float factor, int everyEpochs) {
    return new StepDecay(factor, everyEpochs);
  }

  /**
   * Rises to the rate over {@code warmupEpochs}, then falls along half a cosine to {@code
   * finalRate} at the last step.
   */
  static LearningRateSchedule cosine(int warmupEpochs, float finalRate) {
    return new Cosine(warmupEpochs, finalRate);
  }

  /**
   * Rises linearly over the first {@code part} of all steps, then goes on as another schedule does.
   */
  static LearningRateSchedule warmup(double part, LearningRateSchedule then) {
    return new Warmup(part, then);
  }

  /**
   * What a text spells.
   *
   * @throws IllegalArgumentException where it spells none
   */
  static LearningRateSchedule parse(String text) {
    String expected = "constant, step:FACTOR:EVERY or cosine[:WARMUP_EPOCHS[:FINAL]]";
    String[] parts = text.split(":", -1);
    String kind = SpecText.lower(parts[0]);
    if (kind.equals("constant") && parts.length == 1) {
      return constant();
    }
    if (kind.equals("step") && parts.length == 3) {
      float factor = SpecText.decimal(parts[1], text, expected);
      int every = SpecText.integer(parts[2], text, expected);
      if (!(factor > 0 && factor <= 1) || every < 1) {
        throw new IllegalArgumentException(
            "step:FACTOR:EVERY needs a factor above 0, at most 1, and at least 1 epoch, not "
                + factor
                + " and "
                + every);
      }
      return step(factor, every);
    }
    if (kind.equals("cosine") && parts.length <= 3) {
      return cosine(
          parts.length > 1 ? SpecText.integer(parts[1], text, expected) : 0,
          parts.length > 2 ? SpecText.decimal(parts[2], text, expected) : 0);
    }
    throw SpecText.wrong(text, expected);
  }

  /** One rate. */
  record Constant() implements LearningRateSchedule {
    @Override
    public float at(float rate, long step, int stepsPerEpoch, long totalSteps) {
      return rate;
    }

    @Override
    public boolean dependsOnEpochs() {
      return false;
    }

    @Override
    public String toString() {
      return "constant";
    }
  }

  /**
   * rate &middot; factor<sup>floor(epoch / everyEpochs)</sup>, epochs counted from 0.
   *
   * @param factor positive, usually below 1
   * @param everyEpochs epochs between two changes, at least 1
   */
  record StepDecay(float factor, int everyEpochs) implements LearningRateSchedule {
    public StepDecay {
      if (!(factor > 0 && factor < Float.POSITIVE_INFINITY) || everyEpochs < 1) {
        throw new IllegalArgumentException(
            "step:FACTOR:EVERY needs a positive factor and at least 1 epoch, not "
                + factor
                + " and "
                + everyEpochs);
      }
    }

    @Override
    public float at(float rate, long step, int stepsPerEpoch, long totalSteps) {
      long changes = step / stepsPerEpoch / everyEpochs;
      return (float) (rate * StrictMath.pow(factor, changes));
    }

    @Override
    public boolean dependsOnEpochs() {
      return false;
    }

    @Override
    public String toString() {
      return "step:" + factor + ":" + everyEpochs;
    }
  }

  /**
   * With W warm-up steps of T in all: rate &middot; (step + 1) / (W + 1) for the first W steps, so
   * that step W has the full rate; from there finalRate + (rate - finalRate) &middot; (1 +
   * cos(&pi;p)) / 2 with p going from 0 at step W to 1 at step T - 1 (Loshchilov and Hutter, 2017,
   * arXiv:1608.03983, without restarts).
   *
   * @param warmupEpochs epochs of linear rise, 0 for none
   * @param finalRate of the last step, from 0 to the rate
   */
  record Cosine(int warmupEpochs, float finalRate) implements LearningRateSchedule {
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
    public void check(float rate, int epochs) {
      if (finalRate > rate) {
        throw new IllegalArgumentException(
            "the final rate of a cosine schedule lies between 0 and the rate "
                + rate
                + ", not "
                + finalRate);
      }
      if (warmupEpochs >= epochs) {
        throw new SpecException(
            "{lr_schedule} "
                + this
                + " warms up for "
                + warmupEpochs
                + " epochs, which leaves nothing of the "
                + epochs
                + " of {epochs}");
      }
    }

    @Override
    public float at(float rate, long step, int stepsPerEpoch, long totalSteps) {
      long warmup = (long) warmupEpochs * stepsPerEpoch;
      if (step < warmup) {
        return (float) (rate * (step + 1.0) / (warmup + 1.0));
      }
      double progress = (double) (step - warmup) / Math.max(1, totalSteps - 1 - warmup);
      // StrictMath, so that every machine and JVM gives the same rates.
      double height = (1 + StrictMath.cos(Math.PI * Math.min(1, progress))) / 2;
      return (float) (finalRate + ((double) rate - finalRate) * height);
    }

    @Override
    public String toString() {
      return "cosine:" + warmupEpochs + ":" + finalRate;
    }
  }

  /**
   * A linear rise before another schedule. With W = floor(part &middot; T) warm-up steps of T in
   * all: first &middot; (step + 1) / (W + 1) for the first W steps, {@code first} being the other
   * schedule's first rate; step W is its first step, and the T - W steps left are all that it has.
   *
   * @param part of all steps, from 0 to below 1
   * @param then the schedule that follows
   */
  record Warmup(double part, LearningRateSchedule then) implements LearningRateSchedule {
    public Warmup {
      if (!(part >= 0 && part < 1)) {
        throw new SpecException(
            "{warmup} takes a part of all steps from 0 to below 1, not " + part);
      }
      if (then instanceof Cosine cosine && cosine.warmupEpochs() > 0 && part > 0) {
        throw new SpecException(
            "{warmup} "
                + part
                + " does not go with {lr_schedule} "
                + then
                + ", which has a warm-up of its own: take cosine:0:"
                + cosine.finalRate());
      }
    }

    @Override
    public void check(float rate, int epochs) {
      then.check(rate, epochs);
    }

    @Override
    public float at(float rate, long step, int stepsPerEpoch, long totalSteps) {
      long warmup = (long) (part * totalSteps);
      long left = totalSteps - warmup;
      if (step < warmup) {
        return (float) (then.at(rate, 0, stepsPerEpoch, left) * (step + 1.0) / (warmup + 1.0));
      }
      return then.at(rate, step - warmup, stepsPerEpoch, left);
    }

    @Override
    public boolean dependsOnEpochs() {
      return part > 0 || then.dependsOnEpochs();
    }
  }
}
