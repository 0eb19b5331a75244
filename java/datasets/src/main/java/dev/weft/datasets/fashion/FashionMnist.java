package dev.weft.datasets.fashion;

import dev.weft.data.Dataset;
import dev.weft.data.LabelMapping;
import dev.weft.data.Source;
import dev.weft.datasets.fetch.DataListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): 60,000 training and 10,000 test images of
 * garments, 28 x 28 uint8, in ten classes. Every load checks the SHA-256 of every file, because
 * other data sets are handed around under the same names in the same format.
 *
 * @param train [60000, 784] uint8 with labels
 * @param test [10000, 784] uint8 with labels
 * @param source where they came from
 */
public record FashionMnist(Dataset train, Dataset test, Source source) {
  /** The height and the width of an image. */
  public static final int SIDE = 28;

  /** The names of the ten classes, in the order of their labels. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  /** The two groups of the binary and the binarized experiment: clothing is 1. */
  public static final LabelMapping CLOTHING =
      new LabelMapping(
          List.of(1, 1, 1, 1, 1, 0, 1, 0, 0, 0), List.of("footwear and bags", "clothing"));

  /**
   * The data from the usual places, or fetched where none of them has it.
   *
   * @throws dev.weft.DataException where it cannot be had
   */
  public static FashionMnist load() {
    return load(DataLocation.search(), DataListener.logging());
  }

  /**
   * The data from a place of the caller's choice.
   *
   * <p>{@link DataLocation.Search} looks in {@code data/fashion-mnist} (under the folder named by
   * the system property {@code weft.home} where it is set, and under the current folder), in the
   * folder of Debian's package {@code dataset-fashion-mnist}, in the Keras cache and in the folders
   * of a torchvision layout; a damaged copy is passed over with a warning. Then it is fetched into
   * {@code data/fashion-mnist}. A {@link DataLocation.Folder} is used or is an error.
   *
   * @throws dev.weft.DataException where the data is missing, damaged or other data: the message
   *     lists what was tried and what to do
   */
  public static FashionMnist load(DataLocation where, DataListener listener) {
    return new FashionMnistLoader(DataEnvironment.ofProcess(), listener).load(where);
  }

  /**
   * The folder that {@link #load} would read from, found by the names of its files alone: nothing
   * is read, verified or fetched. Empty where there is none, and for synthetic data.
   */
  public static Optional<Path> find(DataLocation where) {
    return new FashionMnistLoader(DataEnvironment.ofProcess(), DataListener.silent()).find(where);
  }

  /** The four files of the published set: training images and labels, test images and labels. */
  public static List<DataFile> files() {
    return FashionMnistFiles.PUBLISHED.descriptions();
  }
}
