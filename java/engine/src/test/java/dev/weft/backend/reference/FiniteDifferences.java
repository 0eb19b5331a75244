package dev.weft.backend.reference;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Derivatives by central differences in float64. With steps of 1e-5 the truncation (step&sup2;
 * f'''/6) and the rounding (1e-16 f / step) both stay near 1e-10, far below what a float32 can tell
 * apart.
 */
public final class FiniteDifferences {
  private static final double STEP = 1e-5;

  /** What is left of both errors where the function's values are of order 1 to 100. */
  public static final double ERROR = 2e-9;

  private FiniteDifferences() {}

  /** The derivative of f. */
  public static double derivative(DoubleUnaryOperator f, double at) {
    return (f.applyAsDouble(at + STEP) - f.applyAsDouble(at - STEP)) / (2 * STEP);
  }

  /** The derivative of f by element {@code i} of its argument, which is left as it was. */
  public static double partial(ToDoubleFunction<double[]> f, double[] at, int i) {
    double value = at[i];
    at[i] = value + STEP;
    double above = f.applyAsDouble(at);
    at[i] = value - STEP;
    double below = f.applyAsDouble(at);
    at[i] = value;
    return (above - below) / (2 * STEP);
  }
}
