package dev.weft.runs.sweep;

import dev.weft.train.EpochRecord;
import java.util.Locale;

/** What configurations are ranked by. */
public enum Objective {
  /** The highest first. */
  VAL_ACCURACY,
  /** The lowest first. */
  VAL_LOSS;

  /** What an epoch has of it; NaN where it has none. */
  public double of(EpochRecord epoch) {
    return this == VAL_ACCURACY ? epoch.valAccuracy() : epoch.valLoss();
  }

  /** A mean such that less is better. */
  double order(double mean) {
    return this == VAL_ACCURACY ? -mean : mean;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
