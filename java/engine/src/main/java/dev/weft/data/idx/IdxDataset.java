package dev.weft.data.idx;

import dev.weft.DataException;
import dev.weft.data.Dataset;
import dev.weft.data.ImageSize;
import dev.weft.data.TrainTest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Data sets made of a file of images and a file of labels in IDX format: MNIST, KMNIST, EMNIST or
 * one's own. Images may have any size; each becomes a row of uint8 features.
 */
public final class IdxDataset {
  private IdxDataset() {}

  /**
   * Reads a pair of files; the classes are named "0", "1" and so on up to the largest label.
   *
   * @throws DataException where a file is damaged or the two do not belong together
   */
  public static Dataset read(Path images, Path labels) {
    IdxFile imageFile = IdxFile.read(images);
    IdxFile labelFile = IdxFile.read(labels);
    return of(imageFile, labelFile, numbered(classes(labelFile)));
  }

  /**
   * Reads a pair of files.
   *
   * @param classNames one name for each label from 0 on
   * @throws DataException where a file is damaged, the two do not belong together, or a label has
   *     no name
   */
  public static Dataset read(Path images, Path labels, List<String> classNames) {
    return of(IdxFile.read(images), IdxFile.read(labels), classNames);
  }

  /**
   * Reads the training and the test pair of a folder, named as MNIST names them ({@code
   * train-images-idx3-ubyte} or {@code train-images.idx3-ubyte}, with or without {@code .gz}, after
   * any prefix such as {@code emnist-letters-}). Classes are named "0", "1" and so on.
   *
   * @param folder or, where several sets lie in one, a file of the set that is meant
   * @throws DataException where files are missing, ambiguous or damaged
   */
  public static TrainTest readFolder(Path folder) {
    IdxFolder files = IdxFolder.list(folder);
    IdxFile trainLabels = IdxFile.read(files.file("train-labels"));
    IdxFile testLabels = IdxFile.read(files.file("t10k-labels", "test-labels"));
    List<String> names = numbered(Math.max(classes(trainLabels), classes(testLabels)));
    return pairs(files, trainLabels, testLabels, names);
  }

  /** The same with class names of one's own. */
  public static TrainTest readFolder(Path folder, List<String> classNames) {
    IdxFolder files = IdxFolder.list(folder);
    IdxFile trainLabels = IdxFile.read(files.file("train-labels"));
    IdxFile testLabels = IdxFile.read(files.file("t10k-labels", "test-labels"));
    return pairs(files, trainLabels, testLabels, classNames);
  }

  private static TrainTest pairs(
      IdxFolder files, IdxFile trainLabels, IdxFile testLabels, List<String> names) {
    IdxFile train = IdxFile.read(files.file("train-images"));
    IdxFile test = IdxFile.read(files.file("t10k-images", "test-images"));
    if (train.sampleSize() != test.sampleSize()) {
      throw new DataException(
          train + ", but " + test + ": training and test images must be of the same size");
    }
    return new TrainTest(
        of(train, trainLabels, names),
        of(test, testLabels, names),
        train.dimensions().subList(1, train.dimensions().size()));
  }

  /** Joins two files that were read. */
  public static Dataset of(IdxFile images, IdxFile labels, List<String> classNames) {
    if (images.dimensions().size() < 2) {
      throw new DataException(images + ", expected images of 2 dimensions or more");
    }
    if (labels.dimensions().size() != 1) {
      throw new DataException(labels + ", expected labels of 1 dimension");
    }
    if (images.samples() != labels.samples()) {
      throw new DataException(
          images.path()
              + " has "
              + images.samples()
              + " images, but "
              + labels.path()
              + " has "
              + labels.samples()
              + " labels: they do not belong together");
    }
    if (classNames.size() < 2) {
      throw new DataException(
          labels.path() + " has labels of " + classNames.size() + " class, expected 2 or more");
    }
    Dataset pixels = Dataset.ofPixels(images.values(), images.sampleSize());
    List<Integer> dimensions = images.dimensions();
    Dataset sized =
        dimensions.size() == 3
            ? pixels.withImageSize(new ImageSize(dimensions.get(2), dimensions.get(1)))
            : pixels;
    return sized.withLabels(labels(labels, classNames), classNames);
  }

  private static int[] labels(IdxFile file, List<String> classNames) {
    byte[] values = file.values();
    int[] labels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      labels[i] = values[i] & 0xff;
      if (labels[i] >= classNames.size()) {
        throw new DataException(
            file.path()
                + " gives sample "
                + i
                + " the label "
                + labels[i]
                + ", expected 0 to "
                + (classNames.size() - 1)
                + ", the labels of the "
                + classNames.size()
                + " class names");
      }
    }
    return labels;
  }

  private static int classes(IdxFile labels) {
    int largest = 0;
    for (byte label : labels.values()) {
      largest = Math.max(largest, label & 0xff);
    }
    return largest + 1;
  }

  private static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }
}
