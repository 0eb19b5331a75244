package dev.weft.backend.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.AgainstPlainJava;
import dev.weft.backend.Closeness;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.training.Course.Outcome;
import dev.weft.nn.TensorSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is trained, a backend ends where the plain-Java one does, and says the same about it.
 */
@AgainstPlainJava
@Tag("training")
final class AgreementTest {
  /**
   * Relative errors of whole tensors. float32 rounds by 6e-8; a few updates, each with sums over up
   * to 784 products, bring 1e-7 to 1e-6. The contract asks for 1e-5 after 100 steps.
   */
  private static final double TENSORS = 3e-6;

  private static final double LOSS = 2e-6;
  private static final float OUTPUTS = 1e-5f;

  private final OpenBackend backend;

  AgreementTest(OpenBackend backend) {
    this.backend = backend;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.weft.backend.training.Courses#all")
  void endsWherePlainJavaDoes(Course course) {
    Outcome actual = course.on(backend.context());
    try (OpenBackend plain = OpenBackend.plainJava()) {
      Outcome expected = course.on(plain.context());
      assertState(course, expected, actual);
      assertJudgement(expected, actual);
    }
  }

  private static void assertState(Course course, Outcome expected, Outcome actual) {
    assertEquals(expected.step(), actual.step());
    for (TensorSpec tensor : course.architecture().tensors()) {
      assertTensor("", tensor, expected.parameters(), actual.parameters(), TENSORS);
      assertTensor("m of ", tensor, expected.firstMoments(), actual.firstMoments(), TENSORS);
      assertTensor("average of ", tensor, expected.average(), actual.average(), TENSORS);
      assertTensor("v of ", tensor, expected.secondMoments(), actual.secondMoments(), TENSORS);
    }
  }

  private static void assertTensor(
      String what, TensorSpec tensor, float[] expected, float[] actual, double tolerance) {
    int end = tensor.offset() + tensor.length();
    double error =
        Closeness.relativeError(
            Arrays.copyOfRange(expected, tensor.offset(), end),
            Arrays.copyOfRange(actual, tensor.offset(), end));
    assertTrue(error < tolerance, what + tensor.name() + " is off by " + error);
  }

  private static void assertJudgement(Outcome expected, Outcome actual) {
    assertEquals(expected.losses().length, actual.losses().length);
    for (int step = 0; step < expected.losses().length; step++) {
      double loss = expected.losses()[step];
      assertEquals(loss, actual.losses()[step], loss * LOSS, "loss of step " + step);
    }
    assertEquals(expected.correct(), actual.correct());
    double loss = expected.metrics().loss();
    assertEquals(loss, actual.metrics().loss(), loss * LOSS);
    assertEquals(expected.metrics().correct(), actual.metrics().correct());
    assertArrayEquals(expected.metrics().confusion(), actual.metrics().confusion());
    assertArrayEquals(expected.predictions(), actual.predictions(), OUTPUTS);
  }
}
