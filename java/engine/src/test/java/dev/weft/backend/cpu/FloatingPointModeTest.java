package dev.weft.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.Operations;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer.Adam;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The library flushes subnormals while it computes and leaves the JVM's thread as it was: a Java
 * program's results must not depend on whether it called us before.
 */
final class FloatingPointModeTest {
  private static final Architecture NETWORK =
      Architecture.inputs(2).dense(4, Activation.RELU).output(2, Loss.SOFTMAX_CROSS_ENTROPY);
  private static final Adam ADAM = Adam.DEFAULT;
  private static final Dataset DATA =
      Dataset.ofValues(new float[] {1, 2, 3, 4, 5, 6}, 2)
          .withLabels(new int[] {0, 1, 1}, List.of("a", "b"));

  /** Volatile, so that no compiler works the quotient out beforehand. */
  private volatile float smallestNormal = Float.MIN_NORMAL;

  private void assertSubnormalsExist(String after) {
    float half = smallestNormal / 2;
    assertTrue(half > 0 && half < Float.MIN_NORMAL, "flushed after " + after + ": " + half);
    float doubled = half * 2;
    assertTrue(doubled == Float.MIN_NORMAL, "read as 0 after " + after + ": " + doubled);
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2})
  void isLeftAlone(int threads) {
    try (BackendContext context = new CpuBackend().open(new ContextOptions(0, threads))) {
      assertSubnormalsExist("opening");
      checkOperations(context.operations());
      try (BackendDataset data = context.upload(DATA);
          BackendNetwork network = context.create(NETWORK, 1)) {
        assertSubnormalsExist("creation");
        network.train(
            data,
            new TrainingSlice(
                new int[] {0, 1, 2}, 0, 3, 2, new float[] {0.1f, 0.1f}, ADAM, new float[0]));
        assertSubnormalsExist("training");
        network.evaluate(data, 0, 3);
        assertSubnormalsExist("evaluation");
        network.predict(data, 0, 3);
        assertSubnormalsExist("prediction");
        network.write(State.PARAMETERS, network.read(State.PARAMETERS));
        assertSubnormalsExist("reading and writing");
      }
    }
    assertSubnormalsExist("closing");
  }

  private void checkOperations(Operations operations) {
    float[] a = {1, 2, 3, 4};
    float[] b = {1, 2, 3, 4};
    float[] c = new float[4];
    operations.denseForward(2, 2, 2, a, b, new float[2], c);
    assertSubnormalsExist("denseForward");
    operations.denseBackward(2, 2, 2, a, b, c, new float[4], new float[4], new float[2]);
    assertSubnormalsExist("denseBackward");
    operations.activationForward(Activation.GELU, a, c);
    assertSubnormalsExist("activationForward");
    operations.dropout(0.5f, 1, 0, 0, a, c);
    assertSubnormalsExist("dropout");
    operations.loss(Loss.SOFTMAX_CROSS_ENTROPY, 2, 2, a, b, new float[2], c, new float[4]);
    assertSubnormalsExist("loss");
    operations.update(ADAM, 0.1f, 1, a, b, new float[4], c);
    assertSubnormalsExist("adam");
  }

  @Test
  void isLeftAloneByACallThatFails() {
    try (BackendContext context = new CpuBackend().open(ContextOptions.defaults());
        BackendNetwork network = context.create(NETWORK, 1)) {
      assertThrows(IllegalArgumentException.class, () -> network.step(-1));
      assertSubnormalsExist("a failure");
    }
  }

  @Test
  void storedSubnormalsSurvive() {
    try (BackendContext context = new CpuBackend().open(ContextOptions.defaults());
        BackendNetwork network = context.create(NETWORK, 1)) {
      float[] values = new float[NETWORK.parameterCount()];
      values[0] = Float.MIN_VALUE;
      network.write(State.PARAMETERS, values);
      assertTrue(network.read(State.PARAMETERS)[0] == Float.MIN_VALUE);
    }
  }
}
