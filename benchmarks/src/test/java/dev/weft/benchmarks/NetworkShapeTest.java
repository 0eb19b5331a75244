package dev.weft.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.nn.Loss;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkShapeTest {
  @Test
  void usefulWorkIsTwoProductsOfTheFirstLayerAndThreeOfTheOthers() {
    assertEquals(
        2 * (2 * 784 * 32 + 3 * (32 * 32 + 32 * 10)),
        NetworkShape.parse("784-32-32-10").trainingFlop());
    assertEquals(2 * 2 * 784 * 10, NetworkShape.parse("784-10").trainingFlop());
  }

  @Test
  void anEpochIsHeldAgainstThePeakOfAsManyThreads() {
    Distribution seconds = Distribution.of(List.of(0.5, 0.25, 1.0));
    SgemmPeak peak = new SgemmPeak(2, "any", Distribution.of(List.of(10.0, 40.0, 20.0)));
    NetworkShape network = NetworkShape.parse("1000-500-10");
    long flop = 2L * 2 * 1000 * 500 + 2L * 3 * 500 * 10;
    TrainingRate rate =
        TrainingRate.of("any", 2, network, 1_000, seconds).against(Map.of(1, peak, 2, peak));
    assertEquals(2_000, rate.samplesPerSecond());
    assertEquals(2_000 * flop * 1e-9, rate.gflops(), 1e-9);
    assertEquals(rate.gflops() / 40, rate.fractionOfPeak().orElseThrow(), 1e-12);
    assertEquals(rate.gflops() / 20, rate.fractionOfMedianSgemm().orElseThrow(), 1e-12);
    assertEquals(Optional.empty(), rate.against(Map.of(1, peak)).fractionOfPeak());
  }

  @Test
  void oneOutputIsASigmoid() {
    NetworkShape binary = NetworkShape.parse("784-32-32-1");
    assertTrue(binary.binary());
    assertEquals(Loss.SIGMOID_CROSS_ENTROPY, binary.architecture().loss());
    assertEquals(List.of(784, 32, 32, 1), binary.architecture().widths());
    assertEquals("784-32-32-1", binary.toString());
  }

  @Test
  void otherTextsAreRefused() {
    for (String text : List.of("", "784", "784-", "784-x-10", "784,10")) {
      assertThrows(IllegalArgumentException.class, () -> NetworkShape.parse(text), text);
    }
  }
}
