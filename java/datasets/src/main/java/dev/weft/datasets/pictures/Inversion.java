package dev.weft.datasets.pictures;

import java.util.Locale;

/** Whether a picture's intensities are negated: the data set has bright garments on black. */
public enum Inversion {
  /** Where the picture's border is light. */
  AUTO,
  /** Always. */
  YES,
  /** Never. */
  NO;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
