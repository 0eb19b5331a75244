package dev.weft.data.csv;

import dev.weft.DataException;
import dev.weft.data.Dataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The label column of a CSV file: words or numbers, turned into classes when all are known. */
final class ClassLabels {
  private static final int MAX_CLASSES = 10_000;

  private final Path path;
  private final List<String> given;
  private final Map<String, Integer> seen = new LinkedHashMap<>();
  private int[] labels = new int[1 << 10];
  private int size;

  /** Labels of the classes {@code given}, or of those that turn up where that is empty. */
  ClassLabels(Path path, List<String> given) {
    this.path = path;
    this.given = given;
    for (String name : given) {
      seen.put(name, seen.size());
    }
  }

  /**
   * Appends a label.
   *
   * @throws NumberFormatException with a reason for people where it is none
   */
  void add(String label) {
    Integer known = seen.get(label);
    if (known == null) {
      known = turnsUp(label);
    }
    if (size == labels.length) {
      labels = Arrays.copyOf(labels, 2 * size);
    }
    labels[size++] = known;
  }

  private int turnsUp(String label) {
    if (label.isEmpty()) {
      throw new NumberFormatException("is empty, expected a class label");
    }
    if (!given.isEmpty()) {
      throw new NumberFormatException(
          "is '" + label + "', expected one of the classes " + String.join(", ", given));
    }
    if (seen.size() == MAX_CLASSES) {
      throw new NumberFormatException(
          "brings more than " + MAX_CLASSES + " different labels; is it a column of targets?");
    }
    seen.put(label, seen.size());
    return seen.size() - 1;
  }

  /** Gives the samples of {@code data} their labels. */
  Dataset label(Dataset data) {
    List<String> names = new ArrayList<>(seen.keySet());
    if (given.isEmpty()) {
      names.sort(order(names));
    }
    if (names.size() < 2) {
      throw new DataException(
          path + " has the label " + names.get(0) + " in every row, expected 2 classes or more");
    }
    int[] classOfSeen = new int[names.size()];
    for (int c = 0; c < names.size(); c++) {
      classOfSeen[seen.get(names.get(c))] = c;
    }
    int[] classes = Arrays.stream(labels, 0, size).map(label -> classOfSeen[label]).toArray();
    return data.withLabels(classes, names);
  }

  /** Numbers by value, words by their characters. */
  private static Comparator<String> order(List<String> names) {
    boolean whole = names.stream().allMatch(name -> name.matches("-?\\d{1,18}"));
    return whole
        ? Comparator.<String>comparingLong(Long::parseLong).thenComparing(Comparator.naturalOrder())
        : Comparator.naturalOrder();
  }
}
