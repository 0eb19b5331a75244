package dev.weft.data;

import dev.weft.data.Features.Pixels;
import dev.weft.data.Features.Values;
import dev.weft.data.GroundTruth.Labels;
import dev.weft.data.GroundTruth.Targets;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An immutable table of samples: features [samples, features], stored as uint8 (read as value /
 * 255) or as float32, with class labels, with float32 target rows, or with neither.
 *
 * <p>The arrays handed to the factories are taken over, not copied; do not change them afterwards.
 * {@link #range}, {@link #first}, {@link #last} and {@link #relabel} are views that share them.
 */
public final class Dataset {
  private final Features rows;
  private final int features;
  private final GroundTruth truth;
  private final ColumnNames columns;
  private final Optional<ImageSize> images;
  private final int first;
  private final int size;

  private Dataset(
      Features rows,
      int features,
      GroundTruth truth,
      ColumnNames columns,
      Optional<ImageSize> images,
      int first,
      int size) {
    this.rows = rows;
    this.features = features;
    this.truth = truth;
    this.columns = columns;
    this.images = images;
    this.first = first;
    this.size = size;
  }

  private static Dataset whole(
      Features rows,
      int features,
      GroundTruth truth,
      ColumnNames columns,
      Optional<ImageSize> images) {
    if (features < 1) {
      throw new IllegalArgumentException("a sample has at least 1 feature, not " + features);
    }
    if (rows.elements() % features != 0) {
      throw new IllegalArgumentException(
          rows.elements() + " values are not a whole number of rows of " + features + " features");
    }
    return new Dataset(rows, features, truth, columns, images, 0, rows.elements() / features);
  }

  /** Samples of uint8 features, row after row, without labels. */
  public static Dataset ofPixels(byte[] pixels, int features) {
    return unlabelled(new Pixels(pixels), features);
  }

  /** Samples of float32 features, row after row, without labels. */
  public static Dataset ofValues(float[] values, int features) {
    return unlabelled(new Values(values), features);
  }

  private static Dataset unlabelled(Features rows, int features) {
    return whole(rows, features, new GroundTruth.None(), ColumnNames.none(), Optional.empty());
  }

  /**
   * The same samples with a class label each.
   *
   * @param labels [samples], each from 0 to the number of class names - 1
   * @param classNames one name a class, at least 2
   */
  public Dataset withLabels(int[] labels, List<String> classNames) {
    requireWhole();
    if (labels.length != size) {
      throw new IllegalArgumentException(labels.length + " labels for " + size + " samples");
    }
    if (classNames.size() < 2) {
      throw new IllegalArgumentException(
          "labels need at least 2 classes, not " + classNames.size());
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new IllegalArgumentException(
            "label "
                + labels[i]
                + " of sample "
                + i
                + " is not one of the "
                + classNames.size()
                + " classes 0 to "
                + (classNames.size() - 1));
      }
    }
    return whole(
        rows, features, new Labels(labels, List.copyOf(classNames)), featureNames(), images);
  }

  /** The same samples with a row of float32 targets each: {@code targets} is [samples, width]. */
  public Dataset withTargets(float[] targets, int width) {
    requireWhole();
    if (width < 1 || (long) width * size != targets.length) {
      throw new IllegalArgumentException(
          targets.length + " target values are not " + size + " rows of " + width);
    }
    return whole(rows, features, new Targets(targets, width), featureNames(), images);
  }

  private ColumnNames featureNames() {
    return new ColumnNames(columns.features(), List.of());
  }

  /** The same samples with names of their columns. */
  public Dataset withColumnNames(ColumnNames names) {
    names.requireFit(features, targetWidth());
    return new Dataset(rows, features, truth, names, images, first, size);
  }

  /**
   * The same samples as images, whose features are their pixels row after row.
   *
   * @throws IllegalArgumentException where there are not as many features
   */
  public Dataset withImageSize(ImageSize size) {
    if (size.pixels() != features) {
      throw new IllegalArgumentException(
          "images of "
              + size.width()
              + " x "
              + size.height()
              + " pixels are not samples of "
              + features
              + " features");
    }
    return new Dataset(rows, features, truth, columns, Optional.of(size), first, this.size);
  }

  private void requireWhole() {
    if (first != 0 || size != rows.elements() / features) {
      throw new IllegalStateException(
          "labels and targets are given to a whole set, not to a range");
    }
  }

  /** The samples {@code from} to {@code to - 1} as a view. */
  public Dataset range(int from, int to) {
    if (from < 0 || from > to || to > size) {
      throw new IndexOutOfBoundsException(
          "samples " + from + " to " + (to - 1) + " are not within the " + size + " samples");
    }
    return new Dataset(rows, features, truth, columns, images, first + from, to - from);
  }

  /** The first {@code samples} samples as a view. */
  public Dataset first(int samples) {
    return range(0, samples);
  }

  /** The last {@code samples} samples as a view. */
  public Dataset last(int samples) {
    return range(size - samples, size);
  }

  /** The samples with these numbers, in this order, copied. */
  public Dataset select(int[] samples) {
    for (int sample : samples) {
      Objects.checkIndex(sample, size);
    }
    return whole(
        rows instanceof Pixels pixels
            ? new Pixels(Rows.gather(pixels.values(), features, first, samples))
            : new Values(Rows.gather(((Values) rows).values(), features, first, samples)),
        features,
        gather(samples),
        columns,
        images);
  }

  private GroundTruth gather(int[] samples) {
    if (truth instanceof Labels labels) {
      int[] chosen = Arrays.stream(samples).map(i -> labels.values()[first + i]).toArray();
      return new Labels(chosen, labels.classNames());
    }
    if (truth instanceof Targets targets) {
      return new Targets(
          Rows.gather(targets.values(), targets.width(), first, samples), targets.width());
    }
    return truth;
  }

  /** The same samples with the labels of {@code mapping}'s groups in place of their own. */
  public Dataset relabel(LabelMapping mapping) {
    Labels labels = requireLabels();
    if (mapping.sourceClasses() != labels.classNames().size()) {
      throw new IllegalArgumentException(
          "the mapping is for "
              + mapping.sourceClasses()
              + " classes, the data set has "
              + labels.classNames().size());
    }
    Labels mapped = new Labels(mapping.map(labels.values()), mapping.groupNames());
    return new Dataset(rows, features, mapped, columns, images, first, size);
  }

  /** The number of samples. */
  public int size() {
    return size;
  }

  /** The number of features of a sample. */
  public int features() {
    return features;
  }

  /** Whether features are stored as uint8 and read as value / 255. */
  public boolean isUint8() {
    return rows instanceof Pixels;
  }

  /** Whether the samples have class labels. */
  public boolean hasLabels() {
    return truth instanceof Labels;
  }

  /** The names of the classes, empty where there are no labels. */
  public List<String> classNames() {
    return truth instanceof Labels labels ? labels.classNames() : List.of();
  }

  /** What features and targets are called, as far as they have names. */
  public ColumnNames columnNames() {
    return columns;
  }

  /** How the features of a sample make an image, where they do and somebody said so. */
  public Optional<ImageSize> imageSize() {
    return images;
  }

  /** The number of values of a target row, 0 where there are no targets. */
  public int targetWidth() {
    return truth instanceof Targets targets ? targets.width() : 0;
  }

  /** The class label of a sample. */
  public int label(int sample) {
    return requireLabels().values()[first + Objects.checkIndex(sample, size)];
  }

  /** The class labels, [samples], as a copy. */
  public int[] labels() {
    return Arrays.copyOfRange(requireLabels().values(), first, first + size);
  }

  /** The number of samples of each class, empty where there are no labels. */
  public int[] classCounts() {
    int[] counts = new int[classNames().size()];
    if (truth instanceof Labels labels) {
      for (int i = first; i < first + size; i++) {
        counts[labels.values()[i]]++;
      }
    }
    return counts;
  }

  /** The uint8 features [samples, features], read-only. */
  public ByteBuffer pixels() {
    if (rows instanceof Pixels pixels) {
      return ByteBuffer.wrap(pixels.values(), first * features, size * features)
          .slice()
          .asReadOnlyBuffer();
    }
    throw new IllegalStateException("this data set holds float32 features");
  }

  /** The float32 features [samples, features], read-only. */
  public FloatBuffer values() {
    if (rows instanceof Values values) {
      return FloatBuffer.wrap(values.values(), first * features, size * features)
          .slice()
          .asReadOnlyBuffer();
    }
    throw new IllegalStateException("this data set holds uint8 features");
  }

  /** The float32 targets [samples, targetWidth], read-only. */
  public FloatBuffer targets() {
    if (truth instanceof Targets targets) {
      int width = targets.width();
      return FloatBuffer.wrap(targets.values(), first * width, size * width)
          .slice()
          .asReadOnlyBuffer();
    }
    throw new IllegalStateException("this data set has no targets");
  }

  private Labels requireLabels() {
    if (truth instanceof Labels labels) {
      return labels;
    }
    throw new IllegalStateException("this data set has no class labels");
  }

  /** One line for people: samples, features and what they are labelled with. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add(size + " samples of " + features + (isUint8() ? " uint8" : " float32") + " features");
    if (hasLabels()) {
      parts.add(classNames().size() + " classes");
    }
    if (targetWidth() > 0) {
      parts.add(targetWidth() + " targets");
    }
    return String.join(", ", parts);
  }
}
