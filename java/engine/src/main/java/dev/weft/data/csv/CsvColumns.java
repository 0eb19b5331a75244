package dev.weft.data.csv;

import dev.weft.DataException;
import dev.weft.data.ColumnNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each column of a CSV file is for, found from its first record.
 *
 * @param names the names of the header, empty where there is none
 * @param roles for each column {@link #FEATURE}, {@link #IGNORED}, or from 0 on the place among the
 *     columns that the format names
 * @param features the number of features
 * @param order the columns in the order in which they are read, features thus in that of the model
 */
record CsvColumns(List<String> names, List<Integer> roles, int features, List<Integer> order) {
  static final int FEATURE = -1;
  static final int IGNORED = -2;

  static CsvColumns of(Path path, CsvFormat format, List<String> first) {
    return found(path, format, first).inOrderOf(path, format.expected());
  }

  private static CsvColumns found(Path path, CsvFormat format, List<String> first) {
    boolean named = anyName(format.columns()) || anyName(format.ignored());
    if (format.header().isPresent()) {
      if (named && !format.header().get()) {
        throw new DataException(
            path
                + " is to have no header, so its columns have numbers, not names such as "
                + (anyName(format.columns()) ? format.columns() : format.ignored()).get(0));
      }
      return resolve(path, format, first, format.header().get());
    }
    if (named) {
      return resolve(path, format, first, true);
    }
    CsvColumns columns = resolve(path, format, first, false);
    for (int i = 0; i < first.size(); i++) {
      boolean words =
          columns.roles.get(i) == FEATURE
              || (columns.roles.get(i) >= 0 && format.kind() == CsvFormat.Kind.TARGETS);
      if (words && !CsvNumber.isNumber(first.get(i)) && !first.get(i).isBlank()) {
        return resolve(path, format, first, true);
      }
    }
    return columns;
  }

  private static boolean anyName(List<String> columns) {
    return columns.stream().anyMatch(column -> number(column).isEmpty());
  }

  private static OptionalInt number(String column) {
    return column.matches("-?\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(column))
        : OptionalInt.empty();
  }

  private static CsvColumns resolve(
      Path path, CsvFormat format, List<String> first, boolean header) {
    List<String> names = header ? first.stream().map(String::strip).toList() : List.<String>of();
    Integer[] roles = new Integer[first.size()];
    Arrays.fill(roles, FEATURE);
    for (String column : format.ignored()) {
      roles[index(path, column, names, first.size())] = IGNORED;
    }
    for (int i = 0; i < format.columns().size(); i++) {
      int index = index(path, format.columns().get(i), names, first.size());
      if (roles[index] != FEATURE) {
        throw new DataException(
            path + ": column " + format.columns().get(i) + " is asked for in two roles");
      }
      roles[index] = i;
    }
    int features = (int) Arrays.stream(roles).filter(role -> role == FEATURE).count();
    if (features == 0) {
      throw new DataException(
          path
              + ", line 1 has "
              + first.size()
              + " columns, of which none is left as a feature;"
              + " is the separator right?");
    }
    return new CsvColumns(
        names, List.of(roles), features, IntStream.range(0, roles.length).boxed().toList());
  }

  private CsvColumns inOrderOf(Path path, ColumnNames expected) {
    ColumnMatch match = new ColumnMatch(path, names);
    List<Integer> targets = match.targets(targets(), expected.targets());
    List<Integer> matched = new ArrayList<>(roles);
    for (int i = 0; i < targets.size(); i++) {
      matched.set(targets.get(i), i);
    }
    Iterator<Integer> next = match.features(featureColumns(), expected.features()).iterator();
    List<Integer> reading =
        order.stream().map(i -> roles.get(i) == FEATURE ? next.next() : i).toList();
    return new CsvColumns(names, List.copyOf(matched), features, reading);
  }

  private List<Integer> featureColumns() {
    return order.stream().filter(i -> roles.get(i) == FEATURE).toList();
  }

  /** The columns that the format names, in its order. */
  private List<Integer> targets() {
    return order.stream()
        .filter(i -> roles.get(i) >= 0)
        .sorted(Comparator.comparing(roles::get))
        .toList();
  }

  /** What the header calls features and, where that is what the named columns are, targets. */
  ColumnNames columnNames(boolean withTargets) {
    return hasHeader()
        ? new ColumnNames(
            featureColumns().stream().map(names::get).toList(),
            withTargets ? targets().stream().map(names::get).toList() : List.of())
        : ColumnNames.none();
  }

  private static int index(Path path, String column, List<String> names, int count) {
    int byName = names.indexOf(column);
    if (byName >= 0) {
      if (names.lastIndexOf(column) != byName) {
        throw new DataException(
            path + ", line 1 has several columns named " + column + "; give the column's number");
      }
      return byName;
    }
    if (number(column).isEmpty()) {
      throw new DataException(
          path
              + ", line 1 has no column named "
              + column
              + ", it has "
              + names.stream().limit(20).collect(Collectors.joining(", "))
              + (names.size() > 20 ? " and " + (names.size() - 20) + " more" : ""));
    }
    int number = number(column).getAsInt();
    int index = number < 0 ? count + number : number - 1;
    if (number == 0 || index < 0 || index >= count) {
      throw new DataException(
          path
              + ", line 1 has "
              + count
              + " columns, there is no column "
              + number
              + "; columns are numbered from 1, the last is -1");
    }
    return index;
  }

  boolean hasHeader() {
    return !names.isEmpty();
  }

  /** A column as an error message names it. */
  String describe(int index) {
    return "column " + (index + 1) + (hasHeader() ? " (" + names.get(index) + ")" : "");
  }
}
