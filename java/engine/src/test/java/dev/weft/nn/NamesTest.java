package dev.weft.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.binding.WeftNative;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of activations and losses, which options and files share, and their native codes. */
class NamesTest {
  @ParameterizedTest
  @FieldSource("dev.weft.nn.Activation#KINDS")
  void anActivationComesBackFromItsText(Activation activation) {
    assertEquals(activation, Activation.parse(activation.toString()));
    assertEquals(activation.name(), activation.toString().split(":")[0]);
  }

  @Test
  void activationsAreNamedAsBefore() {
    assertSame(Activation.LINEAR, Activation.parse("linear"));
    assertSame(Activation.RELU, Activation.parse("relu"));
    assertSame(Activation.SIGMOID, Activation.parse("sigmoid"));
    assertSame(Activation.TANH, Activation.parse("tanh"));
    assertSame(Activation.GELU, Activation.parse("gelu"));
    assertEquals(new Activation.LeakyRelu(0.25f), Activation.parse("leaky_relu:0.25"));
    assertEquals("leaky_relu:1.0E-4", new Activation.LeakyRelu(1e-4f).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "selu",
        "RELU",
        "relu ",
        "relu:",
        "relu:1",
        ":1",
        "gelu:x",
        "leaky_relu",
        "leaky_relu:",
        "leaky_relu:x",
        "leaky_relu:-0.1",
        "leaky_relu:1"
      })
  void whatSpellsNoActivationIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Activation.parse(text));
  }

  @Test
  void theRefusalNamesAllThatThereAre() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Activation.parse("selu")).getMessage();
    Activation.KINDS.forEach(kind -> assertTrue(message.contains(kind.toString()), message));
    String loss =
        assertThrows(IllegalArgumentException.class, () -> Loss.parse("hinge")).getMessage();
    Loss.KINDS.forEach(kind -> assertTrue(loss.contains(kind.toString()), loss));
  }

  @Test
  void lossesAreNamedAsBefore() {
    assertSame(Loss.SOFTMAX_CROSS_ENTROPY, Loss.parse("categorical_crossentropy"));
    assertSame(Loss.SIGMOID_CROSS_ENTROPY, Loss.parse("binary_crossentropy"));
    assertSame(Loss.MEAN_SQUARED_ERROR, Loss.parse("mean_squared_error"));
  }

  @Test
  void codesAreThoseOfTheNativeLibrary() {
    assertEquals(WeftNative.WEFT_LINEAR, Activation.LINEAR.code());
    assertEquals(WeftNative.WEFT_RELU, Activation.RELU.code());
    assertEquals(WeftNative.WEFT_SIGMOID, Activation.SIGMOID.code());
    assertEquals(WeftNative.WEFT_TANH, Activation.TANH.code());
    assertEquals(WeftNative.WEFT_GELU, Activation.GELU.code());
    assertEquals(WeftNative.WEFT_LEAKY_RELU, new Activation.LeakyRelu(0).code());
    assertEquals(WeftNative.WEFT_SOFTMAX_CROSS_ENTROPY, Loss.SOFTMAX_CROSS_ENTROPY.code());
    assertEquals(WeftNative.WEFT_SIGMOID_CROSS_ENTROPY, Loss.SIGMOID_CROSS_ENTROPY.code());
    assertEquals(WeftNative.WEFT_MEAN_SQUARED_ERROR, Loss.MEAN_SQUARED_ERROR.code());
    assertEquals(WeftNative.WEFT_ADAM, Optimizer.Adam.DEFAULT.code());
    assertEquals(WeftNative.WEFT_ADAMW, new Optimizer.AdamW(0.9, 0.999, 1e-7, 0, 0).code());
    Set<Integer> codes = new HashSet<>();
    Activation.KINDS.forEach(kind -> assertTrue(codes.add(kind.code()), kind.toString()));
  }
}
