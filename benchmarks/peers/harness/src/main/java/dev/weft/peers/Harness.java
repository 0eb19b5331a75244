package dev.weft.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The protocol, the same for every peer (python/harness.py is its twin): per batch size a new
 * network, one warm-up epoch, then timed epochs, whose steps are counted; at batch 32 inference
 * too, and where it is asked for the accuracy after ten epochs. One line of JSON a measurement goes
 * to standard output.
 */
public final class Harness {
  private static final int ACCURACY_BATCH = 32;
  private static final int ACCURACY_EPOCHS = 10;
  private static final int IMAGES = 256;
  private static final double WARM_UP_SECONDS = 0.5;
  private static final double BLOCK_SECONDS = 0.1;
  private static final int BLOCKS = 7;

  /** Sees the compiled code to it that no call is without effect. */
  private static volatile int sink;

  private final Options options;
  private final Data data;
  private final Peer peer;

  private Harness(Options options, Data data, Peer peer) {
    this.options = options;
    this.data = data;
    this.peer = peer;
  }

  /** What the main method of a peer is made of. */
  public static void run(String[] arguments, BiFunction<Options, Data, Peer> start) {
    Options options = Options.of(arguments);
    Data data = Data.read(options.data());
    Peer peer = start.apply(options, data);
    JsonLine.print(Map.of("kind", "facts", "facts", peer.facts()));
    Harness harness = new Harness(options, data, peer);
    options.batches().forEach(harness::measure);
  }

  private void measure(int batch) {
    try (Contender network = peer.contender(batch)) {
      boolean inferring = batch == ACCURACY_BATCH;
      boolean accurate = inferring && options.accuracy();
      epochs(network, batch, accurate);
      if (accurate) {
        JsonLine.print(Map.of("kind", "accuracy", "value", accuracy(network.classes())));
      }
      if (inferring) {
        inference(network);
      }
    }
  }

  private void epochs(Contender network, int batch, boolean accurate) {
    int samples = batch == 1 ? Math.min(options.one(), data.samples()) : data.samples();
    int steps = (samples + batch - 1) / batch;
    int least = accurate ? ACCURACY_EPOCHS - 1 : options.least();
    int most = accurate ? ACCURACY_EPOCHS - 1 : options.most();
    network.epoch(samples);
    List<Double> seconds = new ArrayList<>();
    double sum = 0;
    while (seconds.size() < least || (seconds.size() < most && sum < options.seconds())) {
      long start = System.nanoTime();
      network.epoch(samples);
      double taken = (System.nanoTime() - start) * 1e-9;
      seconds.add(taken);
      sum += taken;
    }
    long expected = (long) steps * (1 + seconds.size());
    if (network.steps() != expected) {
      throw new IllegalStateException(
          network.steps() + " steps were made at batch " + batch + ", not " + expected);
    }
    JsonLine.print(
        Map.of(
            "kind", "epochs", "batch", batch, "samples", samples, "steps", steps, "seconds",
            seconds));
  }

  private double accuracy(int[] classes) {
    int right = 0;
    for (int i = 0; i < data.testSamples(); i++) {
      right += classes[i] == data.testLabels()[i] ? 1 : 0;
    }
    return (double) right / data.testSamples();
  }

  private void inference(Contender network) {
    int[] expected = network.classes();
    float[][] images = new float[IMAGES][];
    Arrays.setAll(images, data::testImage);
    for (int i = 0; i < IMAGES; i++) {
      int found = network.classOf(images[i]);
      if (found != expected[i]) {
        throw new IllegalStateException(
            "image " + i + " alone is of class " + found + ", among all " + expected[i]);
      }
    }
    block(() -> sink = network.classes()[0], WARM_UP_SECONDS);
    inferred(data.testSamples(), () -> sink = network.classes()[0]);
    int[] next = {0};
    Runnable one = () -> sink = network.classOf(images[next[0]++ % IMAGES]);
    block(one, WARM_UP_SECONDS);
    inferred(1, one);
  }

  private static void inferred(int images, Runnable call) {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      seconds.add(block(call, BLOCK_SECONDS));
    }
    JsonLine.print(Map.of("kind", "inference", "images", images, "seconds", seconds));
  }

  /** Seconds a call, over as many calls as a block lasts. */
  private static double block(Runnable call, double atLeast) {
    long start = System.nanoTime();
    long calls = 0;
    double seconds;
    do {
      call.run();
      calls++;
      seconds = (System.nanoTime() - start) * 1e-9;
    } while (seconds < atLeast);
    return seconds / calls;
  }
}
