package dev.weft.nn;

/**
 * How parameters follow their gradients. The learning rate is not among the constants, since each
 * step may have another.
 */
public sealed interface Optimizer {
  /** The name in options and files. */
  String name();

  /** WEFT_... in the C ABI. */
  int code();

  /** Decay of the first moments, 0 &lt;= beta1 &lt; 1. */
  double beta1();

  /** Decay of the second moments, 0 &lt;= beta2 &lt; 1. */
  double beta2();

  /** Added to the square root of the second moment, positive. */
  double epsilon();

  /** How strongly weights are drawn to 0, from 0; of an optimizer that has it, else 0. */
  default double weightDecay() {
    return 0;
  }

  /**
   * The largest norm over all tensors that gradients are left with, from 0; 0 where they are left
   * as they are.
   */
  default double clipNorm() {
    return 0;
  }

  /**
   * Updates parameters and moments in place: the definition that the native backends follow. All
   * arrays have one length.
   *
   * @param step the number of the update, from 1
   */
  void update(
      float learningRate,
      long step,
      float[] gradients,
      float[] parameters,
      float[] firstMoments,
      float[] secondMoments);

  /**
   * Adam (Kingma and Ba, 2015) in Keras form: the step size is lr &middot; sqrt(1 - beta2^t) / (1 -
   * beta1^t), the update m / (sqrt(v) + epsilon).
   *
   * @param beta1 decay of the first moments, 0 &lt;= beta1 &lt; 1
   * @param beta2 decay of the second moments, 0 &lt;= beta2 &lt; 1
   * @param epsilon added to the square root, positive
   */
  record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    /** The constants of Keras. */
    public static final Adam DEFAULT = new Adam(0.9, 0.999, 1e-7);

    public Adam {
      if (!(beta1 >= 0 && beta1 < 1)) {
        throw new IllegalArgumentException("beta1 lies in [0, 1), not " + beta1);
      }
      if (!(beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException("beta2 lies in [0, 1), not " + beta2);
      }
      if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("epsilon is positive and finite, not " + epsilon);
      }
    }

    @Override
    public String name() {
      return "adam";
    }

    @Override
    public int code() {
      return 0;
    }

    @Override
    public void update(
        float learningRate,
        long step,
        float[] gradients,
        float[] parameters,
        float[] firstMoments,
        float[] secondMoments) {
      double correction = Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step));
      float stepSize = (float) (learningRate * correction);
      float keep1 = (float) (1 - beta1);
      float keep2 = (float) (1 - beta2);
      float floatEpsilon = (float) epsilon;
      for (int i = 0; i < parameters.length; i++) {
        float g = gradients[i];
        float m = flush(firstMoments[i] + (g - firstMoments[i]) * keep1);
        float v = flush(secondMoments[i] + (g * g - secondMoments[i]) * keep2);
        firstMoments[i] = m;
        secondMoments[i] = v;
        parameters[i] -= stepSize * m / ((float) Math.sqrt(v) + floatEpsilon);
      }
    }

    /** Subnormal moments count as 0: they belong to dead weights and make every update slow. */
    private static float flush(float moment) {
      return Math.abs(moment) < Float.MIN_NORMAL ? 0 : moment;
    }
  }
}
