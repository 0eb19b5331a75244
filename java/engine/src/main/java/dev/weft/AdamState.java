package dev.weft;

import java.util.Optional;

/**
 * The state of Adam, as much as a run needs to go on where it stopped.
 *
 * @param step updates made so far
 * @param firstMoments flat, as the parameters
 * @param secondMoments flat, as the parameters
 * @param unaveraged where the network's parameters are an average of those that were trained, the
 *     latest of these, which the next update changes; flat
 */
public record AdamState(
    long step, float[] firstMoments, float[] secondMoments, Optional<float[]> unaveraged) {
  /** The state of a network whose parameters are no average. */
  public AdamState(long step, float[] firstMoments, float[] secondMoments) {
    this(step, firstMoments, secondMoments, Optional.empty());
  }
}
