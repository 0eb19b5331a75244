package dev.weft.runs;

import java.time.Instant;

/**
 * When something began, by two clocks: the one that tells the time of day, which may be set back
 * while it is on, and the one that durations are taken from, which may not.
 *
 * @param time of day
 * @param nanos as {@link System#nanoTime} gives them
 */
public record StartTime(Instant time, long nanos) {
  /** This moment. */
  public static StartTime now() {
    return new StartTime(Instant.now(), System.nanoTime());
  }

  /** The seconds since then, never negative. */
  double seconds() {
    return (System.nanoTime() - nanos) / 1_000_000 / 1e3;
  }
}
