package dev.weft.backend.operations;

import dev.weft.backend.Operations;
import dev.weft.backend.reference.Float64;
import dev.weft.nn.Optimizer.Adam;

/** Adam twice over the same gradients: a backend's in float32, and Keras's formula in float64. */
final class AdamRun {
  static final Adam DEFAULTS = Adam.DEFAULT;

  final float[] parameters;
  final float[] firstMoments;
  final float[] secondMoments;
  final double[] exactParameters;
  final double[] exactFirstMoments;
  final double[] exactSecondMoments;
  private final Operations operations;
  private final Adam adam;
  private final float learningRate;

  AdamRun(Operations operations, Adam adam, float learningRate, float[] parameters) {
    this.operations = operations;
    this.adam = adam;
    this.learningRate = learningRate;
    this.parameters = parameters.clone();
    this.firstMoments = new float[parameters.length];
    this.secondMoments = new float[parameters.length];
    this.exactParameters = Float64.widen(parameters);
    this.exactFirstMoments = new double[parameters.length];
    this.exactSecondMoments = new double[parameters.length];
  }

  /** One update of both; {@code step} counts from 1. */
  AdamRun step(long step, float... gradients) {
    operations.update(adam, learningRate, step, gradients, parameters, firstMoments, secondMoments);
    double stepSize =
        learningRate
            * Math.sqrt(1 - Math.pow(adam.beta2(), step))
            / (1 - Math.pow(adam.beta1(), step));
    for (int i = 0; i < gradients.length; i++) {
      double g = gradients[i];
      exactFirstMoments[i] += (1 - adam.beta1()) * (g - exactFirstMoments[i]);
      exactSecondMoments[i] += (1 - adam.beta2()) * (g * g - exactSecondMoments[i]);
      exactParameters[i] -=
          stepSize * exactFirstMoments[i] / (Math.sqrt(exactSecondMoments[i]) + adam.epsilon());
    }
    return this;
  }
}
