package dev.weft.peers;

import java.util.Map;
import java.util.Properties;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Deeplearning4j on ND4J's native backend. */
public final class Dl4jPeer implements Peer {
  private final Data data;
  private final INDArray images;
  private final INDArray labels;
  private final INDArray testImages;

  private Dl4jPeer(Options options, Data data) {
    this.data = data;
    images = matrix(data.images());
    testImages = matrix(data.testImages());
    labels = Nd4j.zeros(data.samples(), Data.CLASSES);
    for (int i = 0; i < data.samples(); i++) {
      labels.putScalar(i, data.labels()[i], 1);
    }
  }

  public static void main(String[] arguments) {
    Harness.run(arguments, Dl4jPeer::new);
  }

  private static INDArray matrix(float[] pixels) {
    return Nd4j.createFromArray(pixels).reshape(-1, Data.FEATURES);
  }

  @Override
  public Map<String, String> facts() {
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    return Map.of(
        "backend", environment.getProperty("backend", ""),
        "blas", String.valueOf(environment.get("blas.vendor")),
        "build", NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo(),
        "threads", String.valueOf(Nd4j.getEnvironment().maxThreads()),
        "OMP_NUM_THREADS", String.valueOf(System.getenv("OMP_NUM_THREADS")));
  }

  @Override
  public Contender contender(int batch) {
    return new MultiLayer(data, images, labels, testImages, batch);
  }
}
