package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void namesEveryLayerWithItsWidthAndParameters() {
    Architecture architecture =
        Architecture.inputs(784)
            .dense(32, Activation.RELU)
            .dropout(0.2f)
            .dense(10, Activation.TANH)
            .output(1, Loss.SIGMOID_CROSS_ENTROPY);
    String expected =
        """
        Layer                       Outputs     Parameters
        --------------------------------------------------
        input                           784              0
        dense0 (relu)                    32         25,120
        dropout0 (0.2)                   32              0
        dense1 (tanh)                    10            330
        dense2 (sigmoid)                  1             11
        --------------------------------------------------
        Loss: binary_crossentropy
        Parameters: 25,461 (99.5 KiB), with Adam's state 298.4 KiB
        """;
    assertEquals(expected, Summary.of(architecture).replace(System.lineSeparator(), "\n"));
  }

  @Test
  void sizesAreInAFittingUnit() {
    Architecture small = Architecture.inputs(1).output(1, Loss.MEAN_SQUARED_ERROR);
    Architecture large = Architecture.inputs(2047).output(1024, Loss.MEAN_SQUARED_ERROR);
    assertEquals("Parameters: 2 (8 bytes), with Adam's state 24 bytes", lastLine(small));
    assertEquals("Parameters: 2,097,152 (8.0 MiB), with Adam's state 24.0 MiB", lastLine(large));
  }

  private static String lastLine(Architecture architecture) {
    return Summary.of(architecture).lines().reduce("", (first, second) -> second);
  }
}
