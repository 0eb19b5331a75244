package dev.weft.datasets.fashion;

import dev.weft.data.Dataset;
import dev.weft.data.ImageSize;
import dev.weft.data.Source;
import dev.weft.datasets.garments.Canvas;
import dev.weft.datasets.garments.Draws;
import dev.weft.datasets.garments.GarmentPainter;
import dev.weft.files.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Drawn garments in the shape of {@link FashionMnist}, for machines that have no way to get the
 * real set. The ten classes can be learned but not without error. Every picture is a function of
 * the seed and of its number alone, so that a smaller set is the beginning of a larger one, on any
 * machine and with any number of threads. Each run of ten samples has every class once.
 *
 * @param seed what everything is drawn from
 * @param trainSamples training images, at least 1
 * @param testSamples test images, at least 1
 */
public record SyntheticGarments(long seed, int trainSamples, int testSamples) {
  private static final int PIXELS = FashionMnist.SIDE * FashionMnist.SIDE;
  private static final int CLASSES = FashionMnist.CLASS_NAMES.size();
  private static final int LABEL_STEP = 2;

  public SyntheticGarments {
    if (trainSamples < 1 || testSamples < 1) {
      throw new IllegalArgumentException(
          "a set has at least 1 training and 1 test image, not "
              + trainSamples
              + " and "
              + testSamples);
    }
    Math.multiplyExact(Math.max(trainSamples, testSamples), PIXELS);
  }

  /** As many images as the real set has. */
  public SyntheticGarments(long seed) {
    this(seed, 60_000, 10_000);
  }

  /** Draws the set. */
  public FashionMnist draw() {
    int[] trainLabels = labels(0, trainSamples);
    int[] testLabels = labels(1, testSamples);
    byte[] trainPixels = pixels(0, trainLabels);
    byte[] testPixels = pixels(1, testLabels);
    List<DataFile> files = new ArrayList<>();
    FashionMnistFiles like = FashionMnistFiles.PUBLISHED;
    files.add(file(like.trainImages(), trainSamples, trainPixels));
    files.add(file(like.trainLabels(), trainSamples, bytes(trainLabels)));
    files.add(file(like.testImages(), testSamples, testPixels));
    files.add(file(like.testLabels(), testSamples, bytes(testLabels)));
    String description =
        "SYNTHETIC garments drawn from seed "
            + seed
            + ", "
            + trainSamples
            + " to train and "
            + testSamples
            + " to test: not Fashion-MNIST";
    return new FashionMnist(
        dataset(trainPixels, trainLabels),
        dataset(testPixels, testLabels),
        new Source(description, DataFile.hashOf(files), true));
  }

  private static Dataset dataset(byte[] pixels, int[] labels) {
    return Dataset.ofPixels(pixels, PIXELS)
        .withImageSize(new ImageSize(FashionMnist.SIDE, FashionMnist.SIDE))
        .withLabels(labels, FashionMnist.CLASS_NAMES);
  }

  /** Every ten labels are the ten classes in an order of their own. */
  private int[] labels(int part, int samples) {
    int[] labels = new int[samples];
    int[] order = new int[CLASSES];
    for (int i = 0; i < samples; i++) {
      int place = i % CLASSES;
      if (place == 0) {
        shuffle(order, new Draws(seed, i / CLASSES, LABEL_STEP + part));
      }
      labels[i] = order[place];
    }
    return labels;
  }

  private static void shuffle(int[] order, Draws draws) {
    for (int i = 0; i < order.length; i++) {
      int j = draws.below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  private byte[] pixels(int part, int[] labels) {
    byte[] pixels = new byte[labels.length * PIXELS];
    IntStream.range(0, labels.length)
        .parallel()
        .forEach(
            i -> {
              Canvas canvas = new Canvas(FashionMnist.SIDE);
              new GarmentPainter(canvas, new Draws(seed, i, part)).paint(labels[i]);
              for (int p = 0; p < PIXELS; p++) {
                pixels[i * PIXELS + p] = (byte) Math.round(255 * canvas.at(p));
              }
            });
    return pixels;
  }

  private static byte[] bytes(int[] labels) {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return bytes;
  }

  /** What the listing of the set's files would say of one, had it been written. */
  private static DataFile file(FashionMnistFile like, int samples, byte[] values) {
    ByteBuffer header = like.header(samples);
    MessageDigest digest = Sha256.digest();
    digest.update(header.array());
    digest.update(values);
    return new DataFile(
        like.fileName(), header.capacity() + (long) values.length, Sha256.hex(digest));
  }
}
