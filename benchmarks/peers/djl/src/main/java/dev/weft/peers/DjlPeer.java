package dev.weft.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** Deep Java Library on PyTorch: data sets resident as NDArrays, batches by index. */
public final class DjlPeer implements Peer {
  private final String form;
  private final int threads;
  private final NDArray images;
  private final NDArray labels;
  private final NDArray testImages;

  private DjlPeer(Options options, Data data) {
    form = options.form();
    threads = options.threads();
    NDManager manager = NDManager.newBaseManager();
    images = manager.create(data.images(), new Shape(data.samples(), Data.FEATURES));
    labels = manager.create(data.labels());
    testImages = manager.create(data.testImages(), new Shape(data.testSamples(), Data.FEATURES));
  }

  public static void main(String[] arguments) {
    Options options = Options.of(arguments);
    // Read when the engine starts.
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(options.threads()));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    Harness.run(arguments, DjlPeer::new);
  }

  @Override
  public Map<String, String> facts() {
    Engine engine = Engine.getInstance();
    return Map.of(
        "DJL", Engine.getDjlVersion(),
        "engine", engine.getEngineName() + " " + engine.getVersion(),
        "threads", Integer.toString(threads));
  }

  @Override
  public Contender contender(int batch) {
    return form.equals("trainer")
        ? new TrainerLoop(images, labels, testImages, batch)
        : new HandWrittenLoop(images, labels, testImages, batch);
  }
}
