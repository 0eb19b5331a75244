package dev.weft.backend.operations;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContract;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** An array of the wrong length is refused with both lengths named, before anything is computed. */
@BackendContract
final class OperationLengthsTest {
  private final Operations operations;

  OperationLengthsTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  private static float[] of(int length) {
    return new float[length];
  }

  private static void assertNames(List<String> words, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    for (String word : words) {
      assertTrue(message.contains(word), "'" + message + "' does not name " + word);
    }
  }

  @Test
  void denseForward() {
    assertNames(
        List.of("x", "5", "2 x 3"),
        () -> operations.denseForward(2, 3, 4, of(5), of(12), of(4), of(8)));
    assertNames(
        List.of("kernel", "13", "3 x 4"),
        () -> operations.denseForward(2, 3, 4, of(6), of(13), of(4), of(8)));
    assertNames(
        List.of("bias", "3", "4"),
        () -> operations.denseForward(2, 3, 4, of(6), of(12), of(3), of(8)));
    assertNames(
        List.of("z", "9", "2 x 4"),
        () -> operations.denseForward(2, 3, 4, of(6), of(12), of(4), of(9)));
  }

  @Test
  void denseBackward() {
    assertNames(
        List.of("dx", "5", "2 x 3"),
        () -> operations.denseBackward(2, 3, 4, of(6), of(12), of(8), of(5), of(12), of(4)));
    assertNames(
        List.of("dKernel", "11", "3 x 4"),
        () -> operations.denseBackward(2, 3, 4, of(6), of(12), of(8), of(6), of(11), of(4)));
  }

  @Test
  void elementWise() {
    assertNames(
        List.of("y", "3", "4"), () -> operations.activationForward(Activation.RELU, of(4), of(3)));
    assertNames(
        List.of("dy", "5", "4"),
        () -> operations.activationBackward(Activation.GELU, of(4), of(4), of(5), of(4)));
    assertNames(List.of("y", "3", "4"), () -> operations.dropout(0.5f, 1, 0, 0, of(4), of(3)));
  }

  @Test
  void losses() {
    assertNames(
        List.of("targets", "5", "2 x 3"),
        () -> operations.loss(Loss.SOFTMAX_CROSS_ENTROPY, 2, 3, of(6), of(5), of(2), of(6), of(6)));
    assertNames(
        List.of("weights", "3", "2"),
        () -> operations.loss(Loss.SIGMOID_CROSS_ENTROPY, 2, 3, of(6), of(6), of(3), of(6), of(6)));
    assertNames(
        List.of("dz", "7", "2 x 3"),
        () -> operations.loss(Loss.MEAN_SQUARED_ERROR, 2, 3, of(6), of(6), of(2), of(6), of(7)));
  }

  @Test
  void update() {
    assertNames(
        List.of("gradients", "3", "4"),
        () -> operations.update(AdamRun.DEFAULTS, 0.1f, 1, of(3), of(4), of(4), of(4)));
    assertNames(
        List.of("step", "0"),
        () -> operations.update(AdamRun.DEFAULTS, 0.1f, 0, of(4), of(4), of(4), of(4)));
  }

  @Test
  void dropoutRate() {
    assertNames(List.of("rate", "1"), () -> operations.dropout(1, 1, 0, 0, of(4), of(4)));
  }
}
