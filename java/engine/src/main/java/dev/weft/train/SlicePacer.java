package dev.weft.train;

/**
 * How many steps the next slice takes. Slices aim at a tenth of a second, so that a run reports and
 * stops promptly without being cut up more than needed; the first is small, since the speed is not
 * known yet. How an epoch is cut never changes what it computes.
 */
final class SlicePacer {
  /** What a slice aims at. */
  static final double TARGET_SECONDS = 0.1;

  private static final int FIRST_STEPS = 4;

  /** Growth from one slice to the next: one hiccup of the clock must not make a huge slice. */
  private static final int MAX_GROWTH = 8;

  private final double targetSeconds;
  private int steps = FIRST_STEPS;

  SlicePacer(double targetSeconds) {
    this.targetSeconds = targetSeconds;
  }

  /** The steps of the next slice, of those that the epoch has left. */
  int next(int remaining) {
    return Math.min(steps, remaining);
  }

  /** Learns from a slice that was trained; the short one at an epoch's end teaches little. */
  void trained(int sliceSteps, double seconds) {
    if (sliceSteps < steps && seconds <= targetSeconds) {
      return;
    }
    double fitting = sliceSteps * targetSeconds / Math.max(seconds, 1e-9);
    steps = (int) Math.max(1, Math.min(fitting, (double) sliceSteps * MAX_GROWTH));
  }
}
