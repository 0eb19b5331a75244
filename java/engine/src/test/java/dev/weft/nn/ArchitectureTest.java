package dev.weft.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchitectureTest {
  private static final Dense OUTPUT = new Dense(3, Activation.LINEAR);

  private static void assertRefused(String words, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(words), message);
  }

  private static Architecture of(Layer... layers) {
    return new Architecture(4, List.of(layers), Loss.MEAN_SQUARED_ERROR);
  }

  @Test
  void theReferenceNetwork() {
    Architecture network =
        Architecture.inputs(784)
            .dense(32, Activation.RELU)
            .dense(32, Activation.RELU)
            .output(10, Loss.SOFTMAX_CROSS_ENTROPY);
    assertEquals(26_506, network.parameterCount());
    assertEquals(List.of(784, 32, 32, 10), network.widths());
    assertEquals(10, network.outputs());
    assertEquals(10, network.classes());
  }

  @Test
  void tensorsLieOneBehindTheOther() {
    Architecture network =
        Architecture.inputs(3).dense(5, Activation.TANH).output(2, Loss.SOFTMAX_CROSS_ENTROPY);
    assertEquals(
        List.of(
            new TensorSpec("dense0.kernel", List.of(3, 5), 0),
            new TensorSpec("dense0.bias", List.of(5), 15),
            new TensorSpec("dense1.kernel", List.of(5, 2), 20),
            new TensorSpec("dense1.bias", List.of(2), 30)),
        network.tensors());
    assertEquals(32, network.parameterCount());
    assertEquals(10, network.tensors().get(2).length());
  }

  @Test
  void dropoutBelongsToTheLayerBehindIt() {
    Architecture network =
        Architecture.inputs(3)
            .dropout(0.1f)
            .dense(5, Activation.TANH)
            .dense(5, Activation.TANH)
            .dropout(0.3f)
            .output(2, Loss.SOFTMAX_CROSS_ENTROPY);
    assertEquals(
        List.of(new Dropout(0.1f), new Dropout(0), new Dropout(0.3f)), network.inputDropout());
    assertEquals(3, network.denseLayers().size());
    assertEquals(5, network.layers().size());
  }

  @Test
  void dropoutOfNothingIsNoLayer() {
    Architecture network = Architecture.inputs(3).dropout(0).output(2, Loss.SOFTMAX_CROSS_ENTROPY);
    assertEquals(List.of(new Dense(2, Activation.LINEAR)), network.layers());
  }

  @ParameterizedTest(name = "{0} with {1} outputs: {2} classes")
  @CsvSource({
    "categorical_crossentropy, 2, 2", "categorical_crossentropy, 10, 10",
    "binary_crossentropy, 1, 2", "binary_crossentropy, 5, 0",
    "mean_squared_error, 1, 0", "mean_squared_error, 7, 0",
  })
  void classes(Loss loss, int outputs, int classes) {
    assertEquals(classes, Architecture.inputs(3).output(outputs, loss).classes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Architecture.MAX_WIDTH + 1, Integer.MIN_VALUE})
  void widthsOutOfRange(int width) {
    assertRefused(
        "not " + width, () -> Architecture.inputs(width).output(1, Loss.MEAN_SQUARED_ERROR));
    assertRefused("not " + width, () -> new Dense(width, Activation.RELU));
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1, 2, Float.NaN, Float.POSITIVE_INFINITY})
  void ratesOutOfRange(float rate) {
    assertRefused("not " + rate, () -> new Dropout(rate));
    assertRefused("not " + rate, () -> Architecture.inputs(3).dropout(rate));
  }

  @Test
  void theLastLayerIsDenseAndLinear() {
    assertRefused("must be dense", () -> of());
    assertRefused("must be dense", () -> of(OUTPUT, new Dropout(0.5f)));
    assertRefused("it has relu", () -> of(new Dense(3, Activation.RELU)));
  }

  @Test
  void dropoutTwiceInARow() {
    assertRefused("layers 1 and 2", () -> of(OUTPUT, new Dropout(0.5f), new Dropout(0.1f), OUTPUT));
  }

  @Test
  void aSoftmaxOfOne() {
    assertRefused(
        "SIGMOID_CROSS_ENTROPY",
        () -> Architecture.inputs(3).output(1, Loss.SOFTMAX_CROSS_ENTROPY));
  }

  @Test
  void theDeepestNetwork() {
    List<Layer> layers = new ArrayList<>(Collections.nCopies(Architecture.MAX_DEPTH, OUTPUT));
    assertEquals(256, of(layers.toArray(Layer[]::new)).denseLayers().size());
    layers.add(OUTPUT);
    assertRefused("not 257", () -> of(layers.toArray(Layer[]::new)));
  }

  @Test
  void theLargestNetwork() {
    // 1023 + 1 times 2^20 is exactly the limit, one more input is beyond it.
    Dense widest = new Dense(Architecture.MAX_WIDTH, Activation.LINEAR);
    Architecture largest = new Architecture(1023, List.of(widest), Loss.MEAN_SQUARED_ERROR);
    assertEquals(Architecture.MAX_PARAMETERS, largest.parameterCount());
    assertRefused(
        "parameters", () -> new Architecture(1024, List.of(widest), Loss.MEAN_SQUARED_ERROR));
    Layer[] pair = {widest, widest};
    assertRefused("parameters", () -> of(pair));
  }

  @Test
  void layersAreCopied() {
    List<Layer> layers = new ArrayList<>(List.of(OUTPUT));
    Architecture network = new Architecture(4, layers, Loss.MEAN_SQUARED_ERROR);
    layers.clear();
    assertEquals(1, network.layers().size());
  }

  @Test
  void nothingIsNull() {
    assertThrows(NullPointerException.class, () -> new Dense(1, null));
    assertThrows(NullPointerException.class, () -> new Architecture(1, List.of(OUTPUT), null));
  }

  @ParameterizedTest
  @FieldSource("dev.weft.nn.Loss#KINDS")
  void onlySquaredErrorsHaveNoClasses(Loss loss) {
    assertEquals(loss != Loss.MEAN_SQUARED_ERROR, loss.classifies());
  }
}
