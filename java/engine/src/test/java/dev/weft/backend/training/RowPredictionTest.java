package dev.weft.backend.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.backend.BackendContract;
import dev.weft.backend.OpenBackend;
import dev.weft.data.Dataset;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.random.Philox;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Rows that are in no data set get the same outputs as rows of one. */
@BackendContract
final class RowPredictionTest {
  private static final int ROWS = 200;
  private static final int INPUTS = 37;

  private final Engine engine;

  RowPredictionTest(OpenBackend backend) {
    this.engine = Engine.of(backend.context());
  }

  private static Architecture architecture(int width) {
    return Architecture.inputs(INPUTS)
        .dense(width, Activation.RELU)
        .output(4, Loss.SOFTMAX_CROSS_ENTROPY);
  }

  private static float[] rows() {
    Philox random = new Philox(3, 0, 0, Philox.SYNTHETIC);
    float[] rows = new float[ROWS * INPUTS];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.uniform(i);
    }
    return rows;
  }

  @Test
  void sameAsOfADataSet() {
    for (int width : new int[] {20, 200}) {
      try (Network network = engine.network(architecture(width), 5)) {
        float[] rows = rows();
        float[] expected = network.predict(Dataset.ofValues(rows, INPUTS));
        assertArrayEquals(expected, network.predict(rows), 1e-6f);
        int[] classes = network.classes(expected);
        for (int i = 0; i < ROWS; i += 50) {
          float[] row = Arrays.copyOfRange(rows, i * INPUTS, (i + 1) * INPUTS);
          assertEquals(classes[i], network.predictClass(row));
        }
      }
    }
  }

  @Test
  void wrongLengthsAreRefused() {
    try (Network network = engine.network(architecture(20), 5)) {
      assertThrows(IllegalArgumentException.class, () -> network.predict(new float[0]));
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class, () -> network.predict(new float[INPUTS + 1]));
      assertTrue(error.getMessage().contains("38") && error.getMessage().contains("37"));
      assertThrows(
          IllegalArgumentException.class, () -> network.predictClass(new float[2 * INPUTS]));
    }
  }

  @Test
  void closedNetworksPredictNothing() {
    Network network = engine.network(architecture(20), 5);
    network.close();
    assertThrows(IllegalStateException.class, () -> network.predict(new float[INPUTS]));
  }
}
