package dev.weft.data.csv;

import dev.weft.data.ColumnNames;
import java.util.List;
import java.util.Optional;

/**
 * How to read a CSV file of numbers. Start from {@link #labels}, {@link #targets} or {@link
 * #features} and change what differs from the defaults: the separator is detected among comma,
 * semicolon, tab and bar; the first line is a header where it holds something else than numbers or
 * where columns are named.
 *
 * <p>A column is named as the header names it, or by its number from 1; -1 is the last one.
 *
 * @param kind what {@code columns} hold
 * @param columns the label column, the target columns in the order of the outputs, or none
 * @param separator the character between fields, where it is not to be detected
 * @param header whether the first line is one, where that is not to be detected
 * @param ignored columns to leave out, such as row numbers; all others are features
 * @param classNames the labels in the order of their classes; empty to take those of the file,
 *     sorted. Give a test file the names of its training file, so that both mean the same
 * @param expected the features and targets in the order of another table or of a model. A file with
 *     a header is brought into that order by its names, whatever its own is; one without must have
 *     as many features
 * @param pixels whether features are whole numbers from 0 to 255, to be stored as uint8 and read as
 *     value / 255
 */
public record CsvFormat(
    Kind kind,
    List<String> columns,
    Optional<Character> separator,
    Optional<Boolean> header,
    List<String> ignored,
    List<String> classNames,
    ColumnNames expected,
    boolean pixels) {

  /** What a file has beside its features. */
  public enum Kind {
    /** Nothing. */
    FEATURES,
    /** One column of class labels, words or numbers. */
    LABELS,
    /** Columns of numbers to predict. */
    TARGETS
  }

  public CsvFormat {
    columns = List.copyOf(columns);
    ignored = List.copyOf(ignored);
    classNames = List.copyOf(classNames);
    separator.ifPresent(
        c -> {
          if (c == '"' || c == '\n' || c == '\r' || c == '.' || Character.isLetterOrDigit(c)) {
            throw new IllegalArgumentException("'" + c + "' cannot separate fields");
          }
        });
    if (kind == Kind.LABELS && columns.size() != 1) {
      throw new IllegalArgumentException("there is 1 column of labels, not " + columns.size());
    }
    if (kind == Kind.TARGETS && columns.isEmpty()) {
      throw new IllegalArgumentException("there is at least 1 column of targets");
    }
    if (kind == Kind.FEATURES && !columns.isEmpty()) {
      throw new IllegalArgumentException("without labels or targets all columns are features");
    }
    if (!classNames.isEmpty() && kind != Kind.LABELS) {
      throw new IllegalArgumentException("class names are for labels");
    }
    if (!expected.targets().isEmpty()
        && (kind != Kind.TARGETS || expected.targets().size() != columns.size())) {
      throw new IllegalArgumentException(
          "expected the targets " + expected.targets() + ", not " + columns);
    }
    if (classNames.size() == 1 || classNames.stream().distinct().count() < classNames.size()) {
      throw new IllegalArgumentException(
          "expected 2 class names or more, each once, not " + classNames);
    }
  }

  private static CsvFormat of(Kind kind, List<String> columns) {
    return new CsvFormat(
        kind,
        columns,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        ColumnNames.none(),
        false);
  }

  /** All columns are features. */
  public static CsvFormat features() {
    return of(Kind.FEATURES, List.of());
  }

  /** One column holds class labels, the others are features. */
  public static CsvFormat labels(String column) {
    return of(Kind.LABELS, List.of(column));
  }

  /** Some columns hold numbers to predict, the others are features. */
  public static CsvFormat targets(String... columns) {
    return of(Kind.TARGETS, List.of(columns));
  }

  /** Fields are separated by this character. */
  public CsvFormat withSeparator(char character) {
    return new CsvFormat(
        kind, columns, Optional.of(character), header, ignored, classNames, expected, pixels);
  }

  /** The first line is a header, or is not. */
  public CsvFormat withHeader(boolean present) {
    return new CsvFormat(
        kind, columns, separator, Optional.of(present), ignored, classNames, expected, pixels);
  }

  /** These columns are left out. */
  public CsvFormat ignoring(String... left) {
    return new CsvFormat(
        kind, columns, separator, header, List.of(left), classNames, expected, pixels);
  }

  /** The labels in the order of their classes. */
  public CsvFormat withClassNames(List<String> names) {
    return new CsvFormat(kind, columns, separator, header, ignored, names, expected, pixels);
  }

  /** The features and targets in the order of another table or of a model. */
  public CsvFormat withColumnNames(ColumnNames names) {
    return new CsvFormat(kind, columns, separator, header, ignored, classNames, names, pixels);
  }

  /** Features are whole numbers from 0 to 255. */
  public CsvFormat asPixels() {
    return new CsvFormat(kind, columns, separator, header, ignored, classNames, expected, true);
  }
}
