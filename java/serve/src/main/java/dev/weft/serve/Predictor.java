package dev.weft.serve;

/** What computes: a network, or a test's stand-in for one. */
@FunctionalInterface
interface Predictor {
  /**
   * The outputs for rows of features.
   *
   * @param rows [samples, inputs]
   * @return [samples, outputs]
   */
  float[] predict(float[] rows);
}
