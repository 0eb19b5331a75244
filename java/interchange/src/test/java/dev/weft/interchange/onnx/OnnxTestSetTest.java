package dev.weft.interchange.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.pictures.RealData;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingSpec;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A trained network on all 10,000 test images, in Weft and in ONNX Runtime. Passed over where the
 * data is not on the machine, except in CI.
 */
class OnnxTestSetTest {
  private static final float TOLERANCE = 1e-5f;

  @Test
  void onnxRuntimeSaysTheSameOfEveryTestImage() {
    FashionMnist data = RealData.load();
    Architecture architecture =
        Architecture.inputs(784)
            .dense(32, Activation.RELU)
            .dropout(0.2f)
            .dense(32, Activation.GELU)
            .output(10, Loss.SOFTMAX_CROSS_ENTROPY);
    try (Engine engine = Engine.open();
        Network network = engine.network(architecture, 1)) {
      new Trainer(TrainingSpec.builder(architecture).epochs(1).batchSize(128).build())
          .fit(network, data.train().range(0, 20_000));
      Dataset test = data.test();
      assertTrue(network.evaluate(test).accuracy() > 0.7);
      float[] expected = network.predict(test);
      int[] classes = network.classes(expected);
      ModelFile model = model(network, data);
      try (OnnxSession floats = new OnnxSession(OnnxModel.write(model, OnnxInput.FLOAT));
          OnnxSession bytes = new OnnxSession(OnnxModel.write(model, OnnxInput.UINT8))) {
        float[] ofFloats = floats.run(scaled(test), 784, "probabilities");
        float[] ofBytes = bytes.run(pixels(test), 784, "probabilities");
        assertEquals(100_000, ofFloats.length);
        assertArrayEquals(expected, ofFloats, TOLERANCE);
        assertArrayEquals(expected, ofBytes, TOLERANCE);
        assertArrayEquals(classes, network.classes(ofFloats));
        assertArrayEquals(classes, network.classes(ofBytes));
      }
    }
  }

  private static ModelFile model(Network network, FashionMnist data) {
    ModelMetadata metadata =
        new ModelMetadata(
            network.architecture(),
            data.test().classNames(),
            "test",
            1,
            data.source().sha256(),
            network.engine().info().backend(),
            "1",
            Map.of());
    return new ModelFile(metadata, network.parameters(), Optional.empty());
  }

  private static byte[] pixels(Dataset data) {
    byte[] pixels = new byte[data.size() * data.features()];
    data.pixels().get(pixels);
    return pixels;
  }

  private static float[] scaled(Dataset data) {
    byte[] pixels = pixels(data);
    float[] scaled = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      scaled[i] = (pixels[i] & 255) / 255f;
    }
    return scaled;
  }
}
