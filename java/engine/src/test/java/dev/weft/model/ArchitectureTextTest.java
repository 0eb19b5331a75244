package dev.weft.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTextTest {
  @Test
  void oneLineDescribesTheLayers() {
    Architecture architecture =
        Architecture.inputs(784)
            .dense(32, Activation.RELU)
            .dropout(0.2f)
            .output(10, Loss.SOFTMAX_CROSS_ENTROPY);
    assertEquals(
        "784-dense(32,relu)-dropout(0.2)-dense(10,linear)", ArchitectureText.format(architecture));
  }

  @Test
  void everyActivationLossAndRateComesBack() {
    for (Activation activation : Activation.KINDS) {
      for (Loss loss : Loss.KINDS) {
        for (float rate : new float[] {0, 0.3f, 1e-5f, Float.MIN_VALUE, Math.nextDown(1f)}) {
          Architecture architecture =
              Architecture.inputs(3)
                  .dropout(rate)
                  .dense(7, activation)
                  .masking(rate)
                  .output(2, loss);
          String text = ArchitectureText.format(architecture);
          assertEquals(architecture, ArchitectureText.parse(text, loss.kerasName()), text);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "784",
        "-dense(1,linear)",
        "x-dense(1,linear)",
        "0-dense(1,linear)",
        "99999999999-dense(1,linear)",
        "4-dense(0,linear)",
        "4-dense(1)",
        "4-dense(-1,linear)",
        "4-dense(99999999999,linear)",
        "4-dense(1,selu)",
        "4-dense(1,RELU)",
        "4-dense(1,relu)",
        "4-conv(1,linear)",
        "4-dense(1,linear)-",
        "4-dense(1,linear) ",
        "4-dropout(1.0)-dense(1,linear)",
        "4-dropout(0.1)",
        "4-dropout(0..1)-dense(1,linear)",
        "4-dropout()-dense(1,linear)",
        "4dense(1,linear)",
        "999999999-dense(1,linear)",
        "4-dropout(0.1)-dropout(0.1)-dense(1,linear)"
      })
  void whatDescribesNoNetworkIsRefused(String text) {
    assertThrows(
        IllegalArgumentException.class,
        () -> ArchitectureText.parse(text, Loss.MEAN_SQUARED_ERROR.kerasName()));
  }

  @Test
  void anUnknownLossIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> ArchitectureText.parse("4-dense(1,linear)", "hinge"));
  }
}
