package dev.weft.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fashion.SyntheticGarments;
import org.junit.jupiter.api.Test;

class EpochBenchmarkTest {
  private static final FashionMnist SMALL = new SyntheticGarments(1, 2_000, 500).draw();

  @Test
  void theBenchmarkTrainsWhatItsParametersSay() {
    System.setProperty(BenchmarkData.PROPERTY, "synthetic");
    try {
      EpochBenchmark benchmark = new EpochBenchmark();
      benchmark.backend = "java";
      benchmark.threads = 1;
      benchmark.network = "784-16-10";
      benchmark.batchSize = 32;
      benchmark.samples = 1_000;
      benchmark.open();
      double first = benchmark.epoch();
      benchmark.check();
      double second = benchmark.epoch();
      benchmark.check();
      benchmark.close();
      assertTrue(second < first && first < Math.log(10) * 1.1, first + ", then " + second);
    } finally {
      System.clearProperty(BenchmarkData.PROPERTY);
    }
  }

  @Test
  void anotherNumberOfStepsIsNotReported() {
    try (TrainingWork work = work("784-16-10", 64)) {
      work.epoch();
      work.requireTrained();
      assertEquals(32, work.network().adamState().step());
      AdamState state = work.network().adamState();
      work.network()
          .adamState(new AdamState(state.step() - 1, state.firstMoments(), state.secondMoments()));
      IllegalStateException problem =
          assertThrows(IllegalStateException.class, work::requireTrained);
      assertEquals("31 steps were made in 1 epochs, not 32", problem.getMessage());
    }
  }

  @Test
  void aNetworkThatLearnedNothingIsNotReported() {
    try (TrainingWork work = work("784-16-1", 1)) {
      work.epoch();
      work.requireLearned();
      work.network().parameters(new float[work.network().parameters().length]);
      IllegalStateException problem =
          assertThrows(IllegalStateException.class, work::requireLearned);
      assertTrue(problem.getMessage().startsWith("test accuracy is 0."), problem.getMessage());
    }
  }

  private static TrainingWork work(String network, int batchSize) {
    return TrainingWork.open(
        SMALL, "java", 1, NetworkShape.parse(network), batchSize, SMALL.train().size());
  }
}
