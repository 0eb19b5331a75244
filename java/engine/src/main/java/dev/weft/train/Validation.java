package dev.weft.train;

import dev.weft.data.Dataset;
import java.util.Objects;

/**
 * Which samples a network is validated on after each epoch. A split takes the last samples of the
 * data set before any shuffling, as Keras does, and the others train.
 */
public sealed interface Validation {
  /** No validation. */
  static Validation none() {
    return new None();
  }

  /** The last {@code samples} of the data set; 0 for none. */
  static Validation last(int samples) {
    return samples == 0 ? none() : new Last(samples);
  }

  /** The last part of the data set, 0 &lt;= fraction &lt; 1; 0 for none. */
  static Validation fraction(double fraction) {
    return fraction == 0 ? none() : new Fraction(fraction);
  }

  /** A data set of its own. */
  static Validation on(Dataset dataset) {
    return new Held(dataset);
  }

  /** No validation: val_loss and val_accuracy are NaN. */
  record None() implements Validation {}

  /**
   * The last samples.
   *
   * @param samples at least 1
   */
  record Last(int samples) implements Validation {
    public Last {
      if (samples < 1) {
        throw new IllegalArgumentException("validation samples are not negative: " + samples);
      }
    }
  }

  /**
   * The last part: of n samples the first floor(n(1 - fraction)) train.
   *
   * @param fraction 0 &lt; fraction &lt; 1
   */
  record Fraction(double fraction) implements Validation {
    public Fraction {
      if (!(fraction > 0 && fraction < 1)) {
        throw new IllegalArgumentException("a validation fraction lies in [0, 1), not " + fraction);
      }
    }
  }

  /**
   * Samples held apart.
   *
   * @param dataset with the features and labels or targets of the training data
   */
  record Held(Dataset dataset) implements Validation {
    public Held {
      Objects.requireNonNull(dataset, "dataset");
    }
  }
}
