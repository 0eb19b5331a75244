package dev.weft.runs.sweep;

import dev.weft.train.TrainingSpec;

/**
 * One training of a search.
 *
 * @param spec how it trains
 * @param fold which part of the training samples validates, from 1; 0 for that of the specification
 * @param weights whose figures count
 */
public record Trial(Configuration configuration, TrainingSpec spec, int fold, Weights weights) {
  /** Of its initial kernels, orders, dropout masks and shifts. */
  public long seed() {
    return spec.seed();
  }
}
