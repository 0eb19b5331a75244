package dev.weft.runs.statistics;

import com.fasterxml.jackson.annotation.JsonValue;

/** What is to be said of a claim. */
public enum Judgement {
  HOLDS("holds"),
  DOES_NOT_HOLD("does not hold"),
  CANNOT_BE_TOLD("cannot be told");

  /** With fewer seeds no interval over them means what it says. */
  public static final int FEWEST_SEEDS = 5;

  private final String words;

  Judgement(String words) {
    this.words = words;
  }

  @JsonValue
  @Override
  public String toString() {
    return words;
  }

  /** Of the claim that something is above 0, or that it lies within a range. */
  public static Judgement ofPositive(int seeds, Interval interval) {
    return of(seeds, interval.isAbove(0), interval.isBelow(0));
  }

  /** Of the claim that something lies within {@code margin} of 0. */
  public static Judgement ofClose(int seeds, Interval interval, double margin) {
    return of(
        seeds,
        interval.isAbove(-margin) && interval.isBelow(margin),
        interval.isAbove(margin) || interval.isBelow(-margin));
  }

  /** Of a claim that figures hold up, or speak against, or neither. */
  public static Judgement of(int seeds, boolean holds, boolean fails) {
    if (seeds < FEWEST_SEEDS) {
      return CANNOT_BE_TOLD;
    }
    return holds ? HOLDS : fails ? DOES_NOT_HOLD : CANNOT_BE_TOLD;
  }
}
