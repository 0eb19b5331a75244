package dev.weft.serve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A network of 3 inputs and 2 outputs, the first feature and one more than that, which a test can
 * hold while it computes.
 */
final class Held {
  private static final int PATIENCE_SECONDS = 30;
  private static final int INPUTS = 3;
  private static final int MANY = Integer.MAX_VALUE / 2;

  private final Semaphore calls = new Semaphore(0);
  private final Semaphore free = new Semaphore(MANY);
  private final List<Integer> samples = Collections.synchronizedList(new ArrayList<>());

  float[] predict(float[] rows) {
    samples.add(rows.length / INPUTS);
    calls.release();
    acquire(free);
    float[] outputs = new float[rows.length / INPUTS * 2];
    for (int i = 0; i < rows.length / INPUTS; i++) {
      outputs[2 * i] = rows[INPUTS * i];
      outputs[2 * i + 1] = rows[INPUTS * i] + 1;
    }
    return outputs;
  }

  /** From now on calls wait. */
  void hold() {
    free.drainPermits();
  }

  /** All calls go on. */
  void release() {
    free.release(MANY);
  }

  /** Waits for one call to have begun. */
  void awaitCall() {
    acquire(calls);
  }

  private static void acquire(Semaphore semaphore) {
    try {
      if (!semaphore.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("waited too long");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The samples of each call so far. */
  List<Integer> samples() {
    return Arrays.asList(samples.toArray(new Integer[0]));
  }
}
