package dev.weft.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many samples of each class were predicted as each class: rows are the truth. */
public final class ConfusionMatrix {
  private final List<String> classNames;
  private final long[] counts;

  /**
   * Takes counts [true class, predicted class], row after row.
   *
   * @param classNames one name a class; empty for "0", "1"...
   */
  ConfusionMatrix(List<String> classNames, long[] counts) {
    int classes = (int) Math.round(Math.sqrt(counts.length));
    if (classes == 0 || classes * classes != counts.length) {
      throw new IllegalArgumentException(counts.length + " counts are not a square matrix");
    }
    if (!classNames.isEmpty() && classNames.size() != classes) {
      throw new IllegalArgumentException(
          classNames.size() + " class names for a confusion matrix of " + classes + " classes");
    }
    this.classNames =
        classNames.isEmpty()
            ? IntStream.range(0, classes).mapToObj(Integer::toString).toList()
            : List.copyOf(classNames);
    this.counts = counts.clone();
  }

  /**
   * Counts pairs of true and predicted classes.
   *
   * @param classNames one name a class
   * @param truth [samples]
   * @param predicted [samples]
   */
  public static ConfusionMatrix of(List<String> classNames, int[] truth, int[] predicted) {
    if (truth.length != predicted.length) {
      throw new IllegalArgumentException(
          truth.length + " true classes, but " + predicted.length + " predicted ones");
    }
    int classes = classNames.size();
    long[] counts = new long[classes * classes];
    for (int i = 0; i < truth.length; i++) {
      requireClass("the true class", truth[i], i, classes);
      requireClass("the predicted class", predicted[i], i, classes);
      counts[truth[i] * classes + predicted[i]]++;
    }
    return new ConfusionMatrix(classNames, counts);
  }

  /**
   * Adds up the counts of one matrix or more.
   *
   * @throws IllegalArgumentException where they are not of the same classes
   */
  public static ConfusionMatrix sum(List<ConfusionMatrix> matrices) {
    ConfusionMatrix first = matrices.get(0);
    long[] counts = new long[first.counts.length];
    for (ConfusionMatrix matrix : matrices) {
      if (!matrix.classNames.equals(first.classNames)) {
        throw new IllegalArgumentException(
            "confusion matrices of the classes "
                + first.classNames
                + " and "
                + matrix.classNames
                + " do not add up");
      }
      for (int i = 0; i < counts.length; i++) {
        counts[i] += matrix.counts[i];
      }
    }
    return new ConfusionMatrix(first.classNames, counts);
  }

  private static void requireClass(String what, int value, int sample, int classes) {
    if (value < 0 || value >= classes) {
      throw new IllegalArgumentException(
          what
              + " "
              + value
              + " of sample "
              + sample
              + " is not one of the "
              + classes
              + " classes");
    }
  }

  /** The names of the classes in order. */
  public List<String> classNames() {
    return classNames;
  }

  /** Samples of class {@code truth} that were predicted as class {@code predicted}. */
  public long count(int truth, int predicted) {
    int classes = classNames.size();
    return counts[
        Objects.checkIndex(truth, classes) * classes + Objects.checkIndex(predicted, classes)];
  }

  /** All counts [true class][predicted class], as a copy. */
  public long[][] counts() {
    int classes = classNames.size();
    return IntStream.range(0, classes)
        .mapToObj(truth -> Arrays.copyOfRange(counts, truth * classes, (truth + 1) * classes))
        .toArray(long[][]::new);
  }

  /** The number of samples. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** The number of samples that were predicted right. */
  public long correct() {
    return IntStream.range(0, classNames.size()).mapToLong(k -> count(k, k)).sum();
  }

  /** The samples of a class. */
  long support(int truth) {
    return IntStream.range(0, classNames.size()).mapToLong(k -> count(truth, k)).sum();
  }

  /** The samples predicted as a class. */
  long predicted(int predicted) {
    return IntStream.range(0, classNames.size()).mapToLong(k -> count(k, predicted)).sum();
  }

  /**
   * The {@code n} commonest mistakes, the most frequent first; fewer where there are fewer. Equals
   * stand in the order of true, then predicted class.
   */
  public List<Confusion> mostConfused(int n) {
    List<Confusion> mistakes = new ArrayList<>();
    for (int truth = 0; truth < classNames.size(); truth++) {
      for (int predicted = 0; predicted < classNames.size(); predicted++) {
        long count = count(truth, predicted);
        if (truth != predicted && count > 0) {
          mistakes.add(new Confusion(classNames.get(truth), classNames.get(predicted), count));
        }
      }
    }
    mistakes.sort(Comparator.comparingLong(Confusion::count).reversed());
    return List.copyOf(mistakes.subList(0, Math.min(n, mistakes.size())));
  }

  /**
   * A CSV table (RFC 4180): the header names the predicted classes, each row starts with its own.
   */
  public String toCsv() {
    StringBuilder csv = new StringBuilder("truth");
    classNames.forEach(name -> csv.append(',').append(quoted(name)));
    csv.append('\n');
    for (int truth = 0; truth < classNames.size(); truth++) {
      csv.append(quoted(classNames.get(truth))).append(',');
      csv.append(
          Arrays.stream(counts()[truth])
              .mapToObj(Long::toString)
              .collect(Collectors.joining(",", "", "\n")));
    }
    return csv.toString();
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
