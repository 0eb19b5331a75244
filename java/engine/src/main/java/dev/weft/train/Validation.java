package dev.weft.train;

/**
 * How much of the end of the training data a network is validated on after each epoch; the samples
 * before it train. It prints as options and JSON spell it: {@code 10000} samples, or {@code 0.2} of
 * them.
 */
public sealed interface Validation {
  /** The samples kept from training, of {@code available}. */
  int samples(int available);

  /** No validation: val_loss and val_accuracy are NaN. */
  static Validation none() {
    return new Last(0);
  }

  /** The last {@code samples} of the data set; 0 for none. */
  static Validation last(int samples) {
    return new Last(samples);
  }

  /** The last part of the data set, 0 &lt;= fraction &lt; 1; 0 for none. */
  static Validation fraction(double fraction) {
    return fraction == 0 ? none() : new Fraction(fraction);
  }

  /** Whether nothing validates. */
  default boolean isNone() {
    return equals(none());
  }

  /**
   * What a text spells.
   *
   * @throws IllegalArgumentException where it spells none
   */
  static Validation parse(String text) {
    String expected = "a number of samples (0 for none), or a fraction such as 0.2";
    if (text.contains(".")) {
      float checked = SpecText.decimal(text, text, expected);
      if (!(checked >= 0 && checked < 1)) {
        throw SpecText.wrong(text, expected);
      }
      return fraction(Double.parseDouble(text.strip()));
    }
    return new Last(SpecText.integer(text, text, expected));
  }

  /**
   * The last samples.
   *
   * @param samples 0 for no validation
   */
  record Last(int samples) implements Validation {
    public Last {
      if (samples < 0) {
        throw new IllegalArgumentException("validation samples are not negative: " + samples);
      }
    }

    @Override
    public int samples(int available) {
      return samples;
    }

    @Override
    public String toString() {
      return Integer.toString(samples);
    }
  }

  /**
   * The last part: of n samples the first floor(n(1 - fraction)) train, as in Keras.
   *
   * @param fraction 0 &lt; fraction &lt; 1
   */
  record Fraction(double fraction) implements Validation {
    public Fraction {
      if (!(fraction > 0 && fraction < 1)) {
        throw new IllegalArgumentException("a validation fraction lies in [0, 1), not " + fraction);
      }
    }

    @Override
    public int samples(int available) {
      return available - (int) Math.floor(available * (1 - fraction));
    }

    @Override
    public String toString() {
      return Double.toString(fraction);
    }
  }
}
