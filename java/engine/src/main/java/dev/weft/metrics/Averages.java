package dev.weft.metrics;

/**
 * Means over the classes.
 *
 * @param precision the mean of the classes' precisions
 * @param recall the mean of their recalls
 * @param f1 the mean of their F1 scores (not the F1 of the two means), as scikit-learn has it
 */
public record Averages(double precision, double recall, double f1) {}
