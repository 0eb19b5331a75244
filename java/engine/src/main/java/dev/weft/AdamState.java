package dev.weft;

/**
 * The state of Adam, as much as a run needs to go on where it stopped.
 *
 * @param step updates made so far
 * @param firstMoments flat, as the parameters
 * @param secondMoments flat, as the parameters
 */
public record AdamState(long step, float[] firstMoments, float[] secondMoments) {}
