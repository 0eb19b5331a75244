package dev.weft.app;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Small sets that a network learns in a moment, written to files. */
final class SmallData {
  /** Training samples of the IDX set. */
  static final int TRAIN = 600;

  /** Features of a sample of the IDX set. */
  static final int FEATURES = 16;

  private static final int TEST = 200;
  private static final int CLASSES = 3;

  private SmallData() {}

  /** Writes an IDX set of 4 x 4 pictures in three classes: which third of the pixels is bright. */
  static Path idx(Path folder) {
    try {
      write(folder, "train", TRAIN, 1);
      write(folder, "t10k", TEST, 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private static void write(Path folder, String name, int samples, long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    DataOutputStream image = new DataOutputStream(images);
    DataOutputStream label = new DataOutputStream(labels);
    image.writeInt(0x00000803);
    image.writeInt(samples);
    image.writeInt(4);
    image.writeInt(4);
    label.writeInt(0x00000801);
    label.writeInt(samples);
    for (int i = 0; i < samples; i++) {
      int c = i % CLASSES;
      label.writeByte(c);
      for (int pixel = 0; pixel < FEATURES; pixel++) {
        image.writeByte(random.nextInt(100) + (pixel % CLASSES == c ? 120 : 0));
      }
    }
    Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.toByteArray());
    Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.toByteArray());
  }

  /** Writes a table with columns a, b, sum = a + b and side = left or right of 0. */
  static Path csv(Path file, int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder("a,b,sum,side\n");
    for (int i = 0; i < rows; i++) {
      float a = random.nextFloat() * 2 - 1;
      float b = random.nextFloat() * 2 - 1;
      csv.append(a).append(',').append(b).append(',').append(a + b).append(',');
      csv.append(a + b > 0 ? "right" : "left").append('\n');
    }
    try {
      return Files.writeString(file, csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
