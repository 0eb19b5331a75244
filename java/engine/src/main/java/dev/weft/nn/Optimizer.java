package dev.weft.nn;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How parameters follow their gradients. The learning rate is not among the constants, since each
 * step may have another.
 */
public sealed interface Optimizer {
  /** The most updates that may be said to have been made: a million epochs of 2^31 batches. */
  long MAX_STEP = 1L << 51;

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

  /** Whether the kind has a weight decay. */
  default boolean hasWeightDecay() {
    return false;
  }

  /** How strongly weights are drawn to 0, from 0; of an optimizer that has it, else 0. */
  default double weightDecay() {
    return 0;
  }

  /**
   * The largest norm over all tensors that gradients are left with, from 0; 0 where they are left
   * as they are.
   */
  double clipNorm();

  /**
   * The same kind with other constants.
   *
   * @throws IllegalArgumentException where one is out of its range, or the kind has no weight decay
   *     and is given one
   */
  Optimizer with(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm);

  /** One of each kind, with the constants of Keras. */
  static List<Optimizer> kinds() {
    return List.of(Adam.DEFAULT, AdamW.DEFAULT);
  }

  /** How all kinds are spelt, for messages. */
  static String names() {
    return kinds().stream().map(Optimizer::name).collect(Collectors.joining(", "));
  }

  /**
   * The kind of this name, with the constants of Keras.
   *
   * @throws IllegalArgumentException where there is none; the message names those that there are
   */
  static Optimizer named(String name) {
    return kinds().stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of " + names() + ", not '" + name + "'"));
  }

  /**
   * Scales the gradients of all tensors so that their norm is {@link #clipNorm} at most, where that
   * is asked for: g &middot; min(1, clipNorm / norm). A norm that is not a number makes them all
   * so.
   */
  default void clip(float[] gradients) {
    double sum = 0;
    for (float g : gradients) {
      sum += (double) g * g;
    }
    double norm = Math.sqrt(sum);
    if (clipNorm() == 0 || norm <= clipNorm()) {
      return;
    }
    float scale = (float) (clipNorm() / norm);
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] *= scale;
    }
  }

  /**
   * Updates parameters and moments of one tensor in place, with gradients as they are: the
   * definition that the native backends follow. All arrays are flat, as the parameters.
   *
   * @param step the number of the update, from 1
   * @param tensor which elements, of a kernel [in, out] or a bias [out]
   */
  void update(
      float learningRate,
      long step,
      TensorSpec tensor,
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
   * @param clipNorm the largest norm over all tensors that gradients are left with; 0 leaves them
   *     as they are
   */
  record Adam(double beta1, double beta2, double epsilon, double clipNorm) implements Optimizer {
    /** The constants of Keras. */
    public static final Adam DEFAULT = new Adam(0.9, 0.999, 1e-7);

    public Adam {
      requireMoments(beta1, beta2, epsilon, clipNorm);
    }

    /** One that leaves gradients as they are. */
    public Adam(double beta1, double beta2, double epsilon) {
      this(beta1, beta2, epsilon, 0);
    }

    @Override
    public Optimizer with(
        double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {
      if (weightDecay != 0) {
        throw new IllegalArgumentException("adam has no weight decay; adamw has");
      }
      return new Adam(beta1, beta2, epsilon, clipNorm);
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
        TensorSpec tensor,
        float[] gradients,
        float[] parameters,
        float[] firstMoments,
        float[] secondMoments) {
      updateAdam(
          this, learningRate, step, tensor, gradients, parameters, firstMoments, secondMoments);
    }
  }

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter, 2017) in Keras form: before each
   * update a kernel is multiplied by 1 - lr &middot; weightDecay; biases are not.
   *
   * @param beta1 decay of the first moments, 0 &lt;= beta1 &lt; 1
   * @param beta2 decay of the second moments, 0 &lt;= beta2 &lt; 1
   * @param epsilon added to the square root, positive
   * @param weightDecay how strongly kernels are drawn to 0, from 0
   * @param clipNorm the largest norm over all tensors that gradients are left with; 0 leaves them
   *     as they are
   */
  record AdamW(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm)
      implements Optimizer {
    /** The constants of Keras. */
    public static final AdamW DEFAULT = new AdamW(0.9, 0.999, 1e-7, 0.004, 0);

    public AdamW {
      requireMoments(beta1, beta2, epsilon, clipNorm);
      if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "weightDecay is finite and not negative, not " + weightDecay);
      }
    }

    @Override
    public boolean hasWeightDecay() {
      return true;
    }

    @Override
    public Optimizer with(
        double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {
      return new AdamW(beta1, beta2, epsilon, weightDecay, clipNorm);
    }

    @Override
    public String name() {
      return "adamw";
    }

    @Override
    public int code() {
      return 1;
    }

    @Override
    public void update(
        float learningRate,
        long step,
        TensorSpec tensor,
        float[] gradients,
        float[] parameters,
        float[] firstMoments,
        float[] secondMoments) {
      if (tensor.shape().size() == 2) {
        float decay = (float) (learningRate * weightDecay);
        for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
          parameters[i] -= decay * parameters[i];
        }
      }
      updateAdam(
          this, learningRate, step, tensor, gradients, parameters, firstMoments, secondMoments);
    }
  }

  private static void requireMoments(double beta1, double beta2, double epsilon, double clipNorm) {
    if (!(beta1 >= 0 && beta1 < 1)) {
      throw new IllegalArgumentException("beta1 lies in [0, 1), not " + beta1);
    }
    if (!(beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException("beta2 lies in [0, 1), not " + beta2);
    }
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon is positive and finite, not " + epsilon);
    }
    if (!(clipNorm >= 0 && clipNorm < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("clipNorm is finite and not negative, not " + clipNorm);
    }
  }

  private static void updateAdam(
      Optimizer adam,
      float learningRate,
      long step,
      TensorSpec tensor,
      float[] gradients,
      float[] parameters,
      float[] firstMoments,
      float[] secondMoments) {
    double correction =
        Math.sqrt(1 - Math.pow(adam.beta2(), step)) / (1 - Math.pow(adam.beta1(), step));
    float stepSize = (float) (learningRate * correction);
    float keep1 = (float) (1 - adam.beta1());
    float keep2 = (float) (1 - adam.beta2());
    float floatEpsilon = (float) adam.epsilon();
    for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
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
