package dev.weft.datasets.fashion;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where {@link FashionMnist} comes from: what an option such as {@code --data} can say. */
public sealed interface DataLocation {
  /**
   * The places where the data usually lies, in turn; where none of them has it, it is fetched.
   *
   * @param network whether it may be fetched
   */
  record Search(boolean network) implements DataLocation {}

  /**
   * One folder and no other: its four files are used, or it is an error.
   *
   * @param path the folder, or the root of a torchvision layout
   */
  record Folder(Path path) implements DataLocation {}

  /**
   * The procedural set {@link SyntheticGarments}.
   *
   * @param seed what it is drawn from
   */
  record Synthetic(long seed) implements DataLocation {}

  /** The usual places, then the network. */
  static DataLocation search() {
    return new Search(true);
  }

  /** One folder. */
  static DataLocation folder(Path path) {
    return new Folder(path);
  }

  /** The procedural set of one seed. */
  static DataLocation synthetic(long seed) {
    return new Synthetic(seed);
  }

  /**
   * Reads an option: {@code default}, {@code synthetic}, {@code synthetic:SEED} or a folder. A
   * folder with one of these names is written {@code ./default}.
   *
   * @throws IllegalArgumentException where the text is none of these
   */
  static DataLocation parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "the place of the data is empty; expected a folder, 'default' or 'synthetic'");
    }
    if (text.equals("default")) {
      return search();
    }
    if (text.equals("synthetic")) {
      return synthetic(0);
    }
    if (text.startsWith("synthetic:")) {
      return synthetic(seed(text));
    }
    try {
      return folder(Path.of(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' cannot be a folder: "
              + e.getReason()
              + "; expected a folder, 'default' or 'synthetic'",
          e);
    }
  }

  private static long seed(String text) {
    String seed = text.substring("synthetic:".length());
    try {
      return Long.parseLong(seed);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the seed in '" + text + "' is not a whole number; expected one such as synthetic:7", e);
    }
  }

  /** The same place, but nothing is fetched from a network. */
  default DataLocation withoutNetwork() {
    return this instanceof Search ? new Search(false) : this;
  }
}
