package dev.weft.serve;

import dev.weft.serve.http.Problem;
import dev.weft.serve.http.ServerLimits;
import dev.weft.serve.models.NetworkModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Computes for all requests on one thread: it takes whatever is waiting and makes one call a
 * network of it. It never waits for a batch to fill, so a request that is alone is computed at
 * once, and batches grow by themselves while the network is busy.
 *
 * <p>What waits is bounded; beyond that, and for requests that waited too long, a {@link
 * RequestException} says so.
 */
final class Dispatcher implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<PredictJob> waiting = new ArrayDeque<>();
  private final int queuedSamples;
  private final int batchSamples;
  private final LongSupplier nanoTime;
  private final BatchListener listener;
  private final Thread thread;
  private int waitingSamples;
  private boolean closed;

  /** Is told of each call to a network. */
  @FunctionalInterface
  interface BatchListener {
    /** A network computed {@code samples} rows of {@code jobs} requests. */
    void computed(NetworkModel network, int jobs, int samples, double seconds);
  }

  Dispatcher(ServerLimits limits, LongSupplier nanoTime, BatchListener listener) {
    this.queuedSamples = limits.queuedSamples();
    this.batchSamples = limits.batchSamples();
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.thread = new Thread(this::run, "weft-dispatcher");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Puts a job into the queue; its future ends when it was computed.
   *
   * @throws RequestException where the queue is full or this is closed
   */
  void submit(PredictJob job) {
    lock.lock();
    try {
      if (closed) {
        throw Problem.busy("the server is stopping").exception();
      }
      if (waitingSamples + job.samples() > queuedSamples) {
        throw Problem.busy(waitingSamples + " images are waiting to be computed already: try again")
            .exception();
      }
      waiting.add(job);
      waitingSamples += job.samples();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Samples in the queue, without those that are being computed. */
  int waitingSamples() {
    lock.lock();
    try {
      return waitingSamples;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (List<PredictJob> batch = take(); !batch.isEmpty(); batch = take()) {
      compute(inTime(batch));
    }
  }

  /** Everything that waits, up to the size of a batch; nothing once this is closed and empty. */
  private List<PredictJob> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      List<PredictJob> batch = new ArrayList<>();
      int samples = 0;
      while (!waiting.isEmpty()
          && (batch.isEmpty() || samples + waiting.peek().samples() <= batchSamples)) {
        PredictJob job = waiting.remove();
        samples += job.samples();
        batch.add(job);
      }
      waitingSamples -= samples;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private List<PredictJob> inTime(List<PredictJob> batch) {
    long now = nanoTime.getAsLong();
    List<PredictJob> inTime = new ArrayList<>(batch.size());
    for (PredictJob job : batch) {
      if (job.deadline() - now < 0) {
        job.outputs()
            .completeExceptionally(
                Problem.of(504, "the computation did not begin in time").exception());
      } else {
        inTime.add(job);
      }
    }
    return inTime;
  }

  private void compute(List<PredictJob> batch) {
    Map<PredictJob, Map<NetworkModel, float[]>> outputs = new IdentityHashMap<>();
    batch.forEach(job -> outputs.put(job, new HashMap<>()));
    try {
      Set<NetworkModel> networks = new LinkedHashSet<>();
      batch.forEach(job -> networks.addAll(job.networks()));
      for (NetworkModel network : networks) {
        compute(network, batch.stream().filter(job -> job.networks().contains(network)).toList())
            .forEach((job, values) -> outputs.get(job).put(network, values));
      }
    } catch (RuntimeException | Error e) {
      // This thread is the only one that computes: it goes on whatever happened.
      batch.forEach(job -> job.outputs().completeExceptionally(e));
      return;
    }
    batch.forEach(job -> job.outputs().complete(outputs.get(job)));
  }

  private Map<PredictJob, float[]> compute(NetworkModel network, List<PredictJob> jobs) {
    int samples = jobs.stream().mapToInt(PredictJob::samples).sum();
    long started = nanoTime.getAsLong();
    float[] outputs = network.predict(joined(jobs, samples * network.inputs()));
    listener.computed(network, jobs.size(), samples, (nanoTime.getAsLong() - started) / 1e9);
    int width = network.architecture().outputs();
    Map<PredictJob, float[]> parts = new IdentityHashMap<>();
    int from = 0;
    for (PredictJob job : jobs) {
      float[] part = new float[job.samples() * width];
      System.arraycopy(outputs, from, part, 0, part.length);
      parts.put(job, part);
      from += part.length;
    }
    return parts;
  }

  private static float[] joined(List<PredictJob> jobs, int length) {
    if (jobs.size() == 1) {
      return jobs.get(0).rows();
    }
    float[] joined = new float[length];
    int to = 0;
    for (PredictJob job : jobs) {
      System.arraycopy(job.rows(), 0, joined, to, job.rows().length);
      to += job.rows().length;
    }
    return joined;
  }

  /** Computes what waits, takes nothing more, and ends the thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
