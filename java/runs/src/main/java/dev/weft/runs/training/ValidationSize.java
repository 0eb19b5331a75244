package dev.weft.runs.training;

import dev.weft.train.Validation;

/** How much of the end of the training data validates. */
public sealed interface ValidationSize {
  /** The samples kept from training, of {@code available}. */
  int of(int available);

  /** As the trainer takes it. */
  default Validation of(int available, String option) {
    int samples = of(available);
    if (samples >= available) {
      throw new IllegalArgumentException(
          option
              + " "
              + this
              + " leaves nothing to train on: there are "
              + available
              + " training samples");
    }
    return samples == 0 ? Validation.none() : Validation.last(samples);
  }

  /** Whether nothing validates. */
  boolean none();

  /**
   * A number of samples.
   *
   * @param samples 0 for no validation
   */
  record Samples(int samples) implements ValidationSize {
    public Samples {
      if (samples < 0) {
        throw new IllegalArgumentException("validation samples are not negative: " + samples);
      }
    }

    @Override
    public int of(int available) {
      return samples;
    }

    @Override
    public boolean none() {
      return samples == 0;
    }

    @Override
    public String toString() {
      return Integer.toString(samples);
    }
  }

  /**
   * A part of the samples.
   *
   * @param fraction above 0, below 1
   */
  record Fraction(double fraction) implements ValidationSize {
    public Fraction {
      if (!(fraction > 0 && fraction < 1)) {
        throw new IllegalArgumentException(
            "a validation fraction lies between 0 and 1, not " + fraction);
      }
    }

    @Override
    public int of(int available) {
      return available - (int) Math.floor(available * (1 - fraction));
    }

    @Override
    public boolean none() {
      return false;
    }

    @Override
    public String toString() {
      return Double.toString(fraction);
    }
  }
}
