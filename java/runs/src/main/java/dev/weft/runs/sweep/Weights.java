package dev.weft.runs.sweep;

import java.util.Locale;

/** Which weights of a training count. */
public enum Weights {
  /** Those after the epoch with the lowest val_loss. */
  BEST,
  /** Those after the last epoch. */
  LAST;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
