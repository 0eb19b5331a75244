package dev.weft.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The work's data in memory: the first 50,000 training images and the 10,000 test images of
 * Fashion-MNIST, as the comparison wrote them after checking their hashes. Pixels lie in [0, 1].
 *
 * @param images [50000, 784]
 * @param labels [50000]
 * @param testImages [10000, 784]
 * @param testLabels [10000]
 */
public record Data(float[] images, int[] labels, float[] testImages, int[] testLabels) {
  /** Pixels of an image. */
  public static final int FEATURES = 784;

  /** Labels are 0 to 9. */
  public static final int CLASSES = 10;

  static Data read(Path folder) {
    try {
      return new Data(
          scaled(Files.readAllBytes(folder.resolve("train-images"))),
          unsigned(Files.readAllBytes(folder.resolve("train-labels"))),
          scaled(Files.readAllBytes(folder.resolve("test-images"))),
          unsigned(Files.readAllBytes(folder.resolve("test-labels"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Training samples. */
  public int samples() {
    return labels.length;
  }

  /** Test samples. */
  public int testSamples() {
    return testLabels.length;
  }

  /** One test image, copied. */
  public float[] testImage(int sample) {
    return Arrays.copyOfRange(testImages, sample * FEATURES, (sample + 1) * FEATURES);
  }

  private static float[] scaled(byte[] bytes) {
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(bytes[i]) / 255f;
    }
    return values;
  }

  private static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return values;
  }
}
