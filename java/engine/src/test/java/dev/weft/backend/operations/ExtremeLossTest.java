package dev.weft.backend.operations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContract;
import dev.weft.backend.Closeness;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import dev.weft.nn.Loss;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logits that overflow a naive formula are harmless; what is not a number shows in the loss. */
@BackendContract
final class ExtremeLossTest {
  private static final double EXACT = 1e-6;

  private final Operations operations;

  ExtremeLossTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  private LossBatch.Result softmax(float[] logits, float... targets) {
    return LossBatch.ofOneRow(Loss.SOFTMAX_CROSS_ENTROPY, logits, targets).on(operations);
  }

  private LossBatch.Result sigmoid(float logit, float target) {
    return LossBatch.ofOneRow(Loss.SIGMOID_CROSS_ENTROPY, new float[] {logit}, new float[] {target})
        .on(operations);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e4f, 1e30f})
  void softmaxOfHugeLogitsIsSure(float huge) {
    LossBatch.Result right = softmax(new float[] {-huge, huge, 0}, 0, 1, 0);
    assertEquals(0, right.loss());
    assertArrayEquals(new float[] {0, 1, 0}, right.probabilities());
    assertArrayEquals(new float[] {0, 0, 0}, right.dLogits());
    LossBatch.Result wrong = softmax(new float[] {-huge, huge, 0}, 1, 0, 0);
    assertEquals(2.0 * huge, wrong.loss(), EXACT * huge);
    assertArrayEquals(new float[] {-1, 1, 0}, wrong.dLogits());
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1e4f, -1e4f, 1e30f, -1e30f})
  void softmaxOfEqualLogitsIsUniform(float logit) {
    float[] logits = new float[10];
    Arrays.fill(logits, logit);
    float[] target = new float[10];
    target[3] = 1;
    LossBatch.Result result = softmax(logits, target);
    assertEquals(Math.log(10), result.loss(), EXACT);
    for (int k = 0; k < 10; k++) {
      assertEquals(0.1, result.probabilities()[k], EXACT);
      assertEquals(k == 3 ? -0.9 : 0.1, result.dLogits()[k], EXACT);
    }
  }

  @ParameterizedTest(name = "logit {0}, target {1}: loss {2}, p {3}")
  @CsvSource({
    "1e4, 1, 0, 1",
    "1e4, 0, 1e4, 1",
    "-1e4, 0, 0, 0",
    "-1e4, 1, 1e4, 0",
    "1e30, 1, 0, 1",
    "1e30, 0, 1e30, 1",
    "-1e30, 0, 0, 0",
    "-1e30, 1, 1e30, 0",
    "0, 1, 0.6931472, 0.5",
  })
  void sigmoidOfHugeLogitsIsSure(float logit, float target, double loss, double p) {
    LossBatch.Result result = sigmoid(logit, target);
    assertEquals(loss, result.loss(), EXACT * Math.max(1, loss));
    assertEquals(p, result.probabilities()[0], EXACT);
    assertEquals(p - target, result.dLogits()[0], EXACT);
  }

  @ParameterizedTest
  @FieldSource("dev.weft.nn.Loss#KINDS")
  void aNanLogitIsANanLoss(Loss loss) {
    for (int place = 0; place < 3; place++) {
      float[] logits = {0.5f, -1, 2};
      logits[place] = Float.NaN;
      LossBatch rows = LossBatch.ofOneRow(loss, logits, new float[] {0, 1, 0});
      assertTrue(Double.isNaN(rows.on(operations).loss()), "a NaN at " + place + " is hidden");
    }
  }

  @ParameterizedTest
  @FieldSource("dev.weft.nn.Loss#KINDS")
  void anInfiniteLogitIsNoFiniteLoss(Loss loss) {
    for (int place = 0; place < 3; place++) {
      float[] logits = {0.5f, -1, 2};
      logits[place] = Float.POSITIVE_INFINITY;
      LossBatch rows = LossBatch.ofOneRow(loss, logits, new float[] {0, 1, 0});
      double value = rows.on(operations).loss();
      assertFalse(Double.isFinite(value), "an infinity at " + place + " gives " + value);
    }
  }

  @Test
  void aClassRuledOutIsAnInfiniteLossWhereItIsTheTruth() {
    float[] logits = {0, Float.NEGATIVE_INFINITY, 1};
    assertEquals(Double.POSITIVE_INFINITY, softmax(logits, 0, 1, 0).loss());
    assertTrue(Double.isFinite(softmax(logits, 1, 0, 0).loss()));
    assertEquals(0, softmax(logits, 1, 0, 0).probabilities()[1]);
  }

  @ParameterizedTest
  @FieldSource("dev.weft.nn.Loss#KINDS")
  void weightsOfZeroLeaveNothing(Loss loss) {
    float[] logits = {1, 2, 3, 4, 5, 6};
    float[] targets = {0, 1, 0, 1, 0, 0};
    LossBatch rows = new LossBatch(loss, 2, 3, logits, targets, new float[2]);
    LossBatch.Result result = rows.on(operations);
    assertEquals(0, result.loss());
    Closeness.assertElements("dLogits", new double[6], result.dLogits(), new double[6]);
  }

  @Test
  void squaredErrorsBeyondTheRangeOfFloatsStayFinite() {
    LossBatch.Result result =
        LossBatch.ofOneRow(Loss.MEAN_SQUARED_ERROR, new float[] {1e30f}, new float[] {-1e30f})
            .on(operations);
    assertEquals(4e60, result.loss(), 1e54);
    assertEquals(4e30f, result.dLogits()[0], 1e24f);
  }
}
