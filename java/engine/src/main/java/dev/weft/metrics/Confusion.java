package dev.weft.metrics;

/**
 * Samples of one class that were taken for another.
 *
 * @param truth the class they are of
 * @param predicted the class they were taken for
 * @param count how many
 */
public record Confusion(String truth, String predicted, long count) {}
