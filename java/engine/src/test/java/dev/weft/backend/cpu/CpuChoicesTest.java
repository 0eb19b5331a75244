package dev.weft.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CpuChoicesTest {
  @AfterEach
  void clear() {
    System.clearProperty(CpuChoices.PATH);
    System.clearProperty(CpuChoices.INSTRUCTIONS);
  }

  private static String pathOf(int width, Activation activation) {
    Architecture architecture =
        Architecture.inputs(8).dense(width, activation).output(3, Loss.SOFTMAX_CROSS_ENTROPY);
    try (Engine engine = Engine.open("cpu", 1);
        Network network = engine.network(architecture, 1)) {
      assertTrue(network.summary().contains(network.path()));
      return network.path();
    }
  }

  @Test
  void narrowNetworksTakeTheFusedPathByThemselves() {
    assertEquals("fused", pathOf(128, Activation.RELU));
    assertEquals("general (OpenBLAS)", pathOf(129, Activation.RELU));
    assertEquals("general (OpenBLAS)", pathOf(16, Activation.GELU));
  }

  @Test
  void aPropertyForcesThePath() {
    System.setProperty(CpuChoices.PATH, "general");
    assertEquals("general (OpenBLAS)", pathOf(16, Activation.RELU));
    System.setProperty(CpuChoices.PATH, "fused");
    assertThrows(IllegalArgumentException.class, () -> pathOf(129, Activation.RELU));
  }

  @Test
  void nonsenseIsNamed() {
    System.setProperty(CpuChoices.INSTRUCTIONS, "sse9");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Engine.open("cpu", 1)).getMessage();
    assertTrue(message.contains("sse9") && message.contains("avx2"), message);
  }
}
