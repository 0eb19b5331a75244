package dev.weft.binding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer.Adam;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels of every instruction set, not only of the one that the backend would take here,
 * against plain Java. Their source is one, so a handful of odd sizes shows what a compiler made of
 * it.
 */
@ParameterizedClass(name = "instruction set {0}")
@ValueSource(
    ints = {WeftNative.WEFT_ISA_BASELINE, WeftNative.WEFT_ISA_AVX2, WeftNative.WEFT_ISA_AVX512})
final class InstructionSetsTest {
  /** A few ulp of values up to about 10. */
  private static final float CLOSE = 5e-6f;

  private final long context;

  /** {@code int} is one of weft.h's constants. */
  InstructionSetsTest(int instructionSet) {
    long[] created = new long[1];
    try (WeftNative.weft_context_options options = new WeftNative.weft_context_options()) {
      options
          .backend(WeftNative.WEFT_BACKEND_CPU)
          .device(0)
          .threads(1)
          .instruction_set(instructionSet);
      int status = WeftNative.weft_context_create(options, created);
      String reason = WeftNative.weft_last_error().getString();
      assumeTrue(status != WeftNative.WEFT_UNAVAILABLE, reason);
      assertEquals(WeftNative.WEFT_OK, status, reason);
    }
    this.context = created[0];
    try (WeftNative.weft_context_info info = new WeftNative.weft_context_info()) {
      check(WeftNative.weft_context_describe(context, info));
      assertEquals(instructionSet, info.instruction_set());
    }
  }

  @BeforeAll
  static void loadBlas() throws IOException {
    check(WeftNative.weft_load_blas(OpenBlasLibraries.extract()));
  }

  @AfterEach
  void close() {
    check(WeftNative.weft_context_destroy(context));
  }

  private static void check(int status) {
    assertEquals(WeftNative.WEFT_OK, status, WeftNative.weft_last_error().getString());
  }

  private static Operations plain() {
    // The operations of plain Java need nothing that closing would free.
    return OpenBackend.plainJava().context().operations();
  }

  @ParameterizedTest
  @FieldSource("dev.weft.nn.Activation#KINDS")
  void activations(Activation activation) {
    float[] z = new Noise(1).normal(333, 4);
    float[] dy = new Noise(2).normal(333, 1);
    float[] y = new float[333];
    float[] dz = new float[333];
    check(
        WeftNative.weft_activation_forward(
            context, activation.code(), activation.parameter().orElse(0f), 333, z, y));
    check(
        WeftNative.weft_activation_backward(
            context, activation.code(), activation.parameter().orElse(0f), 333, z, y, dy, dz));
    float[] expected = new float[333];
    plain().activationForward(activation, z, expected);
    assertArrayEquals(expected, y, CLOSE);
    float[] expectedGradient = new float[333];
    plain().activationBackward(activation, z, expected, dy, expectedGradient);
    assertArrayEquals(expectedGradient, dz, CLOSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 1001})
  void dropout(int count) {
    float[] x = new Noise(3).normal(count, 1);
    float[] y = new float[count];
    check(WeftNative.weft_dropout(context, 0.3f, 77, 2, 5, count, x, y));
    float[] expected = new float[count];
    plain().dropout(0.3f, 77, 2, 5, x, expected);
    assertArrayEquals(expected, y);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 1001})
  void adam(int count) {
    float[] w = new Noise(4).normal(count, 0.1);
    float[] m = new Noise(5).normal(count, 0.01);
    float[] v = new Noise(6).uniform(count, 0, 0.001);
    float[] expected = w.clone();
    float[] gradients = new Noise(7).normal(count, 0.02);
    Adam adam = Adam.DEFAULT;
    plain().update(adam, 0.001f, 3, gradients, expected, m.clone(), v.clone());
    try (WeftNative.weft_optimizer optimizer = new WeftNative.weft_optimizer()) {
      optimizer
          .kind(adam.code())
          .beta1(0.9)
          .beta2(0.999)
          .epsilon(1e-7)
          .weight_decay(0)
          .clip_norm(0)
          .average_decay(0);
      check(
          WeftNative.weft_optimizer_update(
              context, optimizer, 0.001f, 3, count, gradients, w, m, v));
    }
    assertArrayEquals(expected, w, 1e-7f);
  }

  @ParameterizedTest(name = "loss {0} of {1} x {2}")
  @CsvSource({
    "categorical_crossentropy, 33, 10",
    "categorical_crossentropy, 5, 17",
    "binary_crossentropy, 33, 1",
    "binary_crossentropy, 5, 17",
    "mean_squared_error, 33, 1",
    "mean_squared_error, 5, 17"
  })
  void losses(Loss kind, int batch, int width) {
    float[] logits = new Noise(8).normal(batch * width, 3);
    float[] targets = new Noise(9).uniform(batch * width, 0, 1);
    float[] weights = new Noise(10).uniform(batch, 0, 2);
    float[] outputs = new float[batch * width];
    float[] gradient = new float[batch * width];
    double[] loss = new double[1];
    check(
        WeftNative.weft_loss(
            context, kind.code(), batch, width, logits, targets, weights, outputs, gradient, loss));
    float[] expected = new float[batch * width];
    float[] dLogits = new float[batch * width];
    double expectedLoss =
        plain().loss(kind, batch, width, logits, targets, weights, expected, dLogits);
    assertEquals(expectedLoss, loss[0], 1e-6 * expectedLoss);
    assertArrayEquals(dLogits, gradient, CLOSE);
    if (kind != Loss.MEAN_SQUARED_ERROR) {
      assertArrayEquals(expected, outputs, CLOSE);
    }
  }
}
