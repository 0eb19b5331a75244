package dev.weft.runs.input;

import dev.weft.UsageException;
import dev.weft.data.Dataset;
import dev.weft.data.ImageSize;
import dev.weft.data.Source;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.train.SpecException;
import dev.weft.train.Task;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Data that was loaded.
 *
 * @param train what to learn from
 * @param test what to be judged by, where there is such
 * @param source where it came from
 * @param fashion whether it is Fashion-MNIST (or drawn in its place), whose two groups are known
 * @param images how the features of a sample make an image, empty where they do not
 */
public record Samples(
    Dataset train,
    Optional<Dataset> test,
    Source source,
    boolean fashion,
    Optional<ImageSize> images) {
  /**
   * Checks that what is tested on is as wide as what is trained on, before anything is trained.
   *
   * @throws UsageException where it is not
   */
  public Samples {
    test.ifPresent(
        data -> {
          requireSame("features", train.features(), data.features());
          requireSame("classes", train.classNames().size(), data.classNames().size());
          requireSame("targets", train.targetWidth(), data.targetWidth());
        });
  }

  private static void requireSame(String what, int trained, int tested) {
    if (trained != tested) {
      throw new UsageException(
          "the test data has " + tested + " " + what + ", the training data " + trained);
    }
  }

  /** What a {@link SpecException} says where a regression is asked for on data that has classes. */
  public static final String NEEDS_TARGETS =
      "{task} regression needs targets: {dataset} csv with {target_columns}";

  /** Tables with fewer columns, or with nothing as bright, are hardly of pixels. */
  private static final int PIXELS = 16;

  private static final int BRIGHT = 128;

  /** The images of Fashion-MNIST. */
  public static final ImageSize FASHION = new ImageSize(FashionMnist.SIDE, FashionMnist.SIDE);

  /** Of Fashion-MNIST. */
  public static Samples of(FashionMnist data) {
    return new Samples(
        data.train(), Optional.of(data.test()), data.source(), true, Optional.of(FASHION));
  }

  /**
   * What to say of a table that looks like one of pixels and is not read as such: its values are
   * too large for a network to learn well from. A field stands in braces, see {@link
   * SpecException}.
   */
  public Optional<String> hint() {
    if (train.isUint8() || train.features() < PIXELS) {
      return Optional.empty();
    }
    FloatBuffer values = train.values();
    float largest = 0;
    while (values.hasRemaining()) {
      float value = values.get();
      if (value < 0 || value > 255 || value != (int) value) {
        return Optional.empty();
      }
      largest = Math.max(largest, value);
    }
    return largest < BRIGHT
        ? Optional.empty()
        : Optional.of(
            "all features are whole numbers from 0 to 255: if they are pixels, {pixels} reads them"
                + " as value / 255, from which a network learns better");
  }

  /**
   * The same samples with the labels that a task needs: of Fashion-MNIST the two groups for a
   * binary one.
   *
   * @throws SpecException where they have none
   */
  public Samples forTask(Task task) {
    if (task == Task.REGRESSION) {
      if (train.targetWidth() == 0) {
        throw new SpecException(NEEDS_TARGETS);
      }
      return this;
    }
    if (!train.hasLabels()) {
      throw new SpecException(
          "{task} "
              + task
              + " needs class labels, but the data has "
              + (train.targetWidth() > 0 ? "targets: try {task} regression" : "none"));
    }
    return task == Task.BINARY ? twoClasses() : this;
  }

  private Samples twoClasses() {
    int classes = train.classNames().size();
    if (classes == 2) {
      return this;
    }
    if (!fashion) {
      throw new SpecException(
          "{task} binary needs data of 2 classes, this has " + classes + ": try {task} multiclass");
    }
    return new Samples(
        train.relabel(FashionMnist.CLOTHING),
        test.map(data -> data.relabel(FashionMnist.CLOTHING)),
        source,
        true,
        images);
  }

  /** The outputs that a network for a task needs. */
  public int outputs(Task task) {
    return switch (task) {
      case MULTICLASS -> train.classNames().size();
      case BINARY -> 1;
      case REGRESSION -> train.targetWidth();
    };
  }

  /** The same with only some of the training samples. */
  public Samples withTrain(Dataset other) {
    return new Samples(other, test, source, fashion, images);
  }
}
