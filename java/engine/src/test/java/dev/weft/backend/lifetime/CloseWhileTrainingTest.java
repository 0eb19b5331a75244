package dev.weft.backend.lifetime;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendContract;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.TrainingSlice;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Closing what another thread computes with ends that thread's work with an exception, not a crash.
 */
@BackendContract
final class CloseWhileTrainingTest {
  private final OpenBackend backend;

  CloseWhileTrainingTest(OpenBackend backend) {
    this.backend = backend;
  }

  @ParameterizedTest
  @ValueSource(strings = {"network", "data set", "everything"})
  @Timeout(60)
  void endsTheTraining(String what) throws InterruptedException {
    ExecutorService trainer = Executors.newSingleThreadExecutor();
    BackendContext context = backend.backend().open(new ContextOptions(0, 2));
    BackendDataset data = context.upload(SmallRun.DATA);
    BackendNetwork network = context.create(SmallRun.NETWORK, 1);
    try {
      CountDownLatch training = new CountDownLatch(3);
      Future<?> work = trainer.submit(() -> trainForEver(network, data, training));
      training.await();
      if (!what.equals("data set")) {
        network.close();
      }
      if (!what.equals("network")) {
        data.close();
      }
      if (what.equals("everything")) {
        context.close();
      }
      ExecutionException end = assertThrows(ExecutionException.class, work::get);
      assertThrows(IllegalStateException.class, () -> throwCause(end));
    } finally {
      trainer.shutdownNow();
      network.close();
      data.close();
      context.close();
    }
  }

  private static void trainForEver(
      BackendNetwork network, BackendDataset data, CountDownLatch training) {
    TrainingSlice slice = SmallRun.slice(50);
    while (true) {
      network.train(data, slice);
      training.countDown();
    }
  }

  private static void throwCause(ExecutionException exception) throws Throwable {
    throw exception.getCause();
  }
}
