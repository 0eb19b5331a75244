package dev.weft.backend.training;

import dev.weft.backend.Noise;
import dev.weft.data.Dataset;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Data sets of every kind, drawn; the truth depends on the features, so that there is something to
 * learn.
 */
final class Problems {
  private static final int SEED = 17;

  private Problems() {}

  /** Float features of the normal distribution. */
  static Dataset values(int samples, int features) {
    return Dataset.ofValues(new Noise(SEED).normal(samples * features, 1), features);
  }

  /** uint8 features, three quarters of them 0, as the pixels of an image's border are. */
  static Dataset pixels(int samples, int features) {
    byte[] pixels = new Noise(SEED).bytes(samples * features);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i % features) % 4 == 0 ? pixels[i] : 0;
    }
    return Dataset.ofPixels(pixels, features);
  }

  /** Labels 0 to {@code classes - 1} by the size of a sample's first feature. */
  static Dataset labelled(Dataset data, int classes) {
    double[] first = firstFeatures(data);
    double[] sorted =
        IntStream.range(0, first.length).mapToDouble(i -> first[i]).sorted().toArray();
    int[] labels = new int[first.length];
    for (int i = 0; i < labels.length; i++) {
      while (labels[i] + 1 < classes
          && first[i] >= sorted[(labels[i] + 1) * first.length / classes]) {
        labels[i]++;
      }
    }
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    return data.withLabels(labels, names);
  }

  private static double[] firstFeatures(Dataset data) {
    return IntStream.range(0, data.size())
        .mapToDouble(
            i ->
                data.isUint8()
                    ? data.pixels().get(i * data.features()) & 0xff
                    : data.values().get(i * data.features()))
        .toArray();
  }

  /** Rows of targets in [0, 1). */
  static Dataset targeted(Dataset data, int width) {
    return data.withTargets(new Noise(SEED + 1).uniform(data.size() * width, 0, 1), width);
  }
}
