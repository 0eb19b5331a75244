package dev.weft.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.serve.http.RequestException;
import dev.weft.serve.models.NetworkModel;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Batches, bounds, deadlines and failures, with the network held where that makes them certain. */
class DispatcherTest {
  private final AtomicLong now = new AtomicLong();
  private final Held held = new Held();
  private final NetworkModel network =
      Served.model("prices", Served.NUMBERS, List.of(), held::predict);

  private Dispatcher dispatcher(int queued, int batch) {
    return new Dispatcher(
        SmallLimits.queue(queued, batch), now::get, (model, jobs, samples, seconds) -> {});
  }

  private PredictJob job(float value, int samples) {
    float[] rows = new float[3 * samples];
    Arrays.fill(rows, value);
    return new PredictJob(rows, samples, Set.of(network), 100);
  }

  private float[] outputs(PredictJob job) throws Exception {
    return job.outputs().get(20, TimeUnit.SECONDS).get(network);
  }

  private static Throwable failure(PredictJob job) {
    return assertThrows(ExecutionException.class, () -> job.outputs().get(20, TimeUnit.SECONDS))
        .getCause();
  }

  @Test
  void whatWaitsIsComputedInOneCall() throws Exception {
    try (Dispatcher dispatcher = dispatcher(100, 100)) {
      PredictJob first = job(1, 1);
      held.hold();
      dispatcher.submit(first);
      held.awaitCall();
      PredictJob second = job(2, 1);
      PredictJob third = job(3, 2);
      dispatcher.submit(second);
      dispatcher.submit(third);
      assertEquals(3, dispatcher.waitingSamples());
      held.release();
      assertArrayEquals(new float[] {1, 2}, outputs(first));
      assertArrayEquals(new float[] {2, 3}, outputs(second));
      assertArrayEquals(new float[] {3, 4, 3, 4}, outputs(third));
      assertEquals(List.of(1, 3), held.samples());
      assertEquals(0, dispatcher.waitingSamples());
    }
  }

  @Test
  void aBatchIsNoLargerThanItMayBe() throws Exception {
    try (Dispatcher dispatcher = dispatcher(100, 3)) {
      held.hold();
      dispatcher.submit(job(0, 1));
      held.awaitCall();
      PredictJob many = job(3, 7);
      List.of(job(1, 2), job(2, 2), many).forEach(dispatcher::submit);
      held.release();
      assertEquals(14, outputs(many).length);
      assertEquals(List.of(1, 2, 2, 7), held.samples());
    }
  }

  @Test
  void beyondTheQueueIsBusy() throws Exception {
    try (Dispatcher dispatcher = dispatcher(2, 100)) {
      held.hold();
      dispatcher.submit(job(0, 1));
      held.awaitCall();
      PredictJob waiting = job(1, 2);
      dispatcher.submit(waiting);
      RequestException busy =
          assertThrows(RequestException.class, () -> dispatcher.submit(job(2, 1)));
      assertEquals(503, busy.problem().status());
      assertEquals("1", busy.problem().headers().get("Retry-After"));
      held.release();
      assertEquals(4, outputs(waiting).length);
    }
  }

  @Test
  void whatWaitedTooLongIsNotComputed() throws Exception {
    try (Dispatcher dispatcher = dispatcher(100, 100)) {
      held.hold();
      PredictJob first = job(0, 1);
      dispatcher.submit(first);
      held.awaitCall();
      PredictJob late = job(1, 1);
      dispatcher.submit(late);
      now.set(101);
      held.release();
      assertEquals(2, outputs(first).length);
      assertEquals(504, assertInstanceOf(RequestException.class, failure(late)).problem().status());
      assertEquals(List.of(1), held.samples());
    }
  }

  @Test
  void aFailureEndsItsBatchAndNothingElse() throws Exception {
    IllegalStateException broken = new IllegalStateException("broken");
    NetworkModel failing =
        Served.model(
            "failing",
            Served.NUMBERS,
            List.of(),
            rows -> {
              throw broken;
            });
    try (Dispatcher dispatcher = dispatcher(100, 100)) {
      PredictJob bad = new PredictJob(new float[3], 1, Set.of(failing), 100);
      dispatcher.submit(bad);
      assertSame(broken, failure(bad));
      PredictJob good = job(4, 1);
      dispatcher.submit(good);
      assertArrayEquals(new float[] {4, 5}, outputs(good));
    }
  }

  @Test
  void closingComputesWhatWaitsAndTakesNothingMore() throws Exception {
    Dispatcher dispatcher = dispatcher(100, 100);
    held.hold();
    dispatcher.submit(job(0, 1));
    held.awaitCall();
    PredictJob waiting = job(1, 1);
    dispatcher.submit(waiting);
    held.release();
    dispatcher.close();
    assertTrue(waiting.outputs().isDone());
    assertArrayEquals(new float[] {1, 2}, outputs(waiting));
    RequestException refused =
        assertThrows(RequestException.class, () -> dispatcher.submit(job(2, 1)));
    assertEquals(503, refused.problem().status());
  }
}
