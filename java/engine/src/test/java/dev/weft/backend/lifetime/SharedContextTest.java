package dev.weft.backend.lifetime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.weft.backend.BackendContract;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads on one context take turns; none sees another's numbers. */
@BackendContract
final class SharedContextTest {
  private static final int THREADS = 4;

  private final OpenBackend backend;

  SharedContextTest(OpenBackend backend) {
    this.backend = backend;
  }

  @Test
  @Timeout(60)
  void networksOfSeveralThreadsDoNotDisturbEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (BackendDataset data = backend.context().upload(SmallRun.DATA)) {
      List<Callable<float[]>> runs = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        runs.add(() -> trained(data, seed));
      }
      List<Future<float[]>> together = threads.invokeAll(runs);
      for (int i = 0; i < THREADS; i++) {
        assertArrayEquals(trained(data, i), together.get(i).get(), "network " + i);
      }
    } finally {
      threads.shutdown();
    }
  }

  private float[] trained(BackendDataset data, int seed) {
    try (BackendNetwork network = backend.context().create(SmallRun.NETWORK, seed)) {
      int count = SmallRun.NETWORK.parameterCount();
      network.write(State.PARAMETERS, new Noise(seed).normal(count, 0.5));
      for (int i = 0; i < 20; i++) {
        network.train(data, SmallRun.slice(2));
      }
      return network.read(State.PARAMETERS);
    }
  }
}
