package dev.weft.peers;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingSpec;
import java.util.HashMap;
import java.util.Map;

/** Weft itself, through its public API, under the rules of the others. */
public final class WeftPeer implements Peer {
  private static final Architecture NETWORK =
      Architecture.inputs(Data.FEATURES)
          .dense(32, Activation.RELU)
          .dense(32, Activation.RELU)
          .output(Data.CLASSES, Loss.SOFTMAX_CROSS_ENTROPY);

  private final Engine engine;
  private final Dataset train;
  private final Dataset test;

  private WeftPeer(Options options, Data data) {
    engine = Engine.open("cpu", options.threads());
    train = dataset(data.images(), data.labels());
    test = dataset(data.testImages(), data.testLabels());
  }

  public static void main(String[] arguments) {
    Harness.run(arguments, WeftPeer::new);
  }

  /** As Weft's own loader gives it: uint8. */
  private static Dataset dataset(float[] images, int[] labels) {
    byte[] pixels = new byte[images.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(images[i] * 255);
    }
    return Dataset.ofPixels(pixels, Data.FEATURES).withLabels(labels, FashionMnist.CLASS_NAMES);
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>(engine.info().properties());
    facts.put("device", engine.info().device());
    return facts;
  }

  @Override
  public Contender contender(int batch) {
    return new Trained(batch);
  }

  private final class Trained implements Contender {
    private final int batch;
    private final Network network = engine.network(NETWORK, 1);
    private final ResidentDataset images = engine.upload(train);
    private final ResidentDataset testImages = engine.upload(test);
    private int epochs;

    Trained(int batch) {
      this.batch = batch;
    }

    @Override
    public void epoch(int samples) {
      if (samples != train.size()) {
        throw new IllegalArgumentException("Weft is timed over whole epochs");
      }
      TrainingSpec spec =
          TrainingSpec.builder(NETWORK)
              .epochs(epochs + 1)
              .batchSize(batch)
              .learningRate(0.001f)
              .build();
      new Trainer(spec).from(epochs++).fit(network, images);
    }

    @Override
    public long steps() {
      return network.adamState().step();
    }

    @Override
    public int[] classes() {
      return network.classes(network.predict(testImages, 0, test.size()));
    }

    @Override
    public int classOf(float[] image) {
      return network.predictClass(image);
    }

    @Override
    public void close() {
      testImages.close();
      images.close();
      network.close();
    }
  }
}
