package dev.weft.benchmarks;

import dev.weft.backend.BackendContext;
import dev.weft.backend.Backends;
import dev.weft.backend.Operations;
import dev.weft.nn.Optimizer.Adam;

/** The arrays of Adam updates, all [parameters]. */
final class AdamOperands {
  private static final Adam ADAM = Adam.DEFAULT;
  private static final float LEARNING_RATE = 0.001f;

  private final float[] gradients;
  private final float[] parameters;
  private final float[] firstMoments;
  private final float[] secondMoments;
  private long step;

  AdamOperands(int length) {
    this.gradients = Operands.uniform(length, 0.01);
    this.parameters = Operands.uniform(length, 0.1);
    this.firstMoments = new float[length];
    this.secondMoments = new float[length];
  }

  /** Makes the next update and returns the parameters. */
  float[] update(Operations operations) {
    operations.update(
        ADAM, LEARNING_RATE, ++step, gradients, parameters, firstMoments, secondMoments);
    return parameters;
  }

  void requireSameAsPlainJava(Operations operations) {
    AdamOperands expected = new AdamOperands(parameters.length);
    try (BackendContext plain = Backends.open("java", 1)) {
      for (int i = 0; i < 3; i++) {
        float[] updated = expected.update(plain.operations());
        Operands.requireClose("update " + (i + 1), updated, update(operations));
      }
    }
  }
}
