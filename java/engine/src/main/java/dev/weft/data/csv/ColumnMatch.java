package dev.weft.data.csv;

import dev.weft.DataException;
import dev.weft.text.Format;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;

/**
 * Finds columns by the names that are expected of them. Where several columns have one name they
 * are taken in their order.
 *
 * @param path of the file, for messages
 * @param names of all its columns; empty where there is no header
 */
record ColumnMatch(Path path, List<String> names) {
  private static final int NAMED = 10;

  /**
   * The feature columns in the order of the expected names; as they are where nothing is expected
   * or the file has no names.
   *
   * @param columns those that are features
   * @throws DataException where one is missing or not among the expected ones
   */
  List<Integer> features(List<Integer> columns, List<String> expected) {
    if (expected.isEmpty()) {
      return columns;
    }
    if (names.isEmpty()) {
      if (columns.size() != expected.size()) {
        throw failure(
            "has "
                + columns.size()
                + " features, the model takes "
                + expected.size()
                + ": "
                + listed(expected));
      }
      return columns;
    }
    Found found = find(columns, expected);
    if (!found.missing.isEmpty() || !found.surplus.isEmpty()) {
      throw otherFeatures(found);
    }
    return found.ordered;
  }

  private DataException otherFeatures(Found found) {
    List<String> faults = new ArrayList<>();
    if (!found.missing.isEmpty()) {
      faults.add("lacks " + counted("the feature", found.missing) + " that the model takes");
    }
    if (!found.surplus.isEmpty()) {
      String none = found.surplus.size() == 1 ? "is no feature" : "are no features";
      faults.add("has " + counted("the column", found.surplus) + " that " + none + " of the model");
    }
    String remedy =
        found.missing.isEmpty() ? "; columns to leave out go into --ignore-columns" : "";
    return failure(String.join(" and ", faults) + remedy);
  }

  /**
   * The target columns in the order of the expected names; as they are where none of these is among
   * them, since then they were chosen for what they are.
   *
   * @param columns in the order in which they are asked for
   * @throws DataException where only some of them are expected
   */
  List<Integer> targets(List<Integer> columns, List<String> expected) {
    List<String> asked = names.isEmpty() ? List.of() : columns.stream().map(names::get).toList();
    if (Collections.disjoint(asked, expected)) {
      return columns;
    }
    Found found = find(columns, expected);
    if (!found.missing.isEmpty() || !found.surplus.isEmpty()) {
      throw failure(
          "has " + counted("the target", asked) + ", but the model predicts " + listed(expected));
    }
    return found.ordered;
  }

  /** Columns in the order of names, the names of which there are none, and those left over. */
  private record Found(List<Integer> ordered, List<String> missing, List<String> surplus) {}

  private Found find(List<Integer> columns, List<String> expected) {
    Map<String, Queue<Integer>> byName = new LinkedHashMap<>();
    for (int column : columns) {
      byName.computeIfAbsent(names.get(column), name -> new ArrayDeque<>()).add(column);
    }
    List<Integer> ordered = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : expected) {
      Queue<Integer> found = byName.getOrDefault(name, new ArrayDeque<>());
      if (found.isEmpty()) {
        missing.add(name);
      } else {
        ordered.add(found.remove());
      }
    }
    List<String> surplus =
        byName.values().stream().flatMap(Queue::stream).sorted().map(names::get).toList();
    return new Found(ordered, missing, surplus);
  }

  private DataException failure(String what) {
    return new DataException(path + ", line 1 " + what);
  }

  private static String counted(String one, List<String> columns) {
    return one + (columns.size() == 1 ? " " : "s ") + listed(columns);
  }

  private static String listed(List<String> columns) {
    return columns.stream().limit(NAMED).map(Format::printable).collect(Collectors.joining(", "))
        + (columns.size() > NAMED ? " and " + (columns.size() - NAMED) + " more" : "");
  }
}
