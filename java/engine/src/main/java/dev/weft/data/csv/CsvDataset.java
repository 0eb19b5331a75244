package dev.weft.data.csv;

import dev.weft.DataException;
import dev.weft.data.Dataset;
import java.nio.file.Path;
import java.util.List;

/**
 * Data sets from CSV files of numbers, in UTF-8. Reading is strict: an empty field, a word, NaN, an
 * infinity or a line with a different number of fields is an error that names file, line and
 * column, because a value that is silently replaced is worse than none.
 */
public final class CsvDataset {
  private final Path path;
  private final CsvFormat format;
  private final CsvRecords records;
  private final CsvColumns columns;
  private final NumberTable features;
  private final NumberTable targets;
  private final ClassLabels labels;

  private CsvDataset(Path path, CsvFormat format, CsvRecords records, CsvColumns columns) {
    this.path = path;
    this.format = format;
    this.records = records;
    this.columns = columns;
    this.features = new NumberTable(path, format.pixels());
    this.targets = new NumberTable(path, false);
    this.labels = new ClassLabels(path, format.classNames());
  }

  /**
   * Reads a file.
   *
   * @throws DataException where it is missing or damaged, or does not fit the format
   */
  public static Dataset read(Path path, CsvFormat format) {
    try (CsvRecords records = CsvRecords.open(path, format.separator())) {
      if (!records.next()) {
        throw new DataException(path + " is empty, expected rows of numbers");
      }
      CsvColumns columns = CsvColumns.of(path, format, records.fields());
      return new CsvDataset(path, format, records, columns).read();
    }
  }

  private Dataset read() {
    int rows = 0;
    for (boolean more = !columns.hasHeader() || records.next(); more; more = records.next()) {
      row(records.fields());
      rows++;
    }
    if (rows == 0) {
      throw new DataException(path + " has a header but no rows");
    }
    Dataset data =
        format.pixels()
            ? Dataset.ofPixels(features.bytes(), columns.features())
            : Dataset.ofValues(features.floats(), columns.features());
    Dataset labelled =
        switch (format.kind()) {
          case FEATURES -> data;
          case LABELS -> labels.label(data);
          case TARGETS -> data.withTargets(targets.floats(), format.columns().size());
        };
    return labelled.withColumnNames(columns.columnNames(format.kind() == CsvFormat.Kind.TARGETS));
  }

  private void row(List<String> fields) {
    if (fields.size() != columns.roles().size()) {
      throw new DataException(
          path
              + ", line "
              + records.line()
              + " has "
              + fields.size()
              + " fields, expected "
              + columns.roles().size()
              + " as in the first line");
    }
    float[] answers =
        new float[format.kind() == CsvFormat.Kind.TARGETS ? format.columns().size() : 0];
    for (int i : columns.order()) {
      int role = columns.roles().get(i);
      String field = fields.get(i);
      try {
        if (role == CsvColumns.FEATURE) {
          features.add(field);
        } else if (role >= 0 && format.kind() == CsvFormat.Kind.LABELS) {
          labels.add(field.strip());
        } else if (role >= 0) {
          answers[role] = CsvNumber.parse(field);
        }
      } catch (NumberFormatException e) {
        throw new DataException(
            path + ", line " + records.line() + ", " + columns.describe(i) + " " + e.getMessage(),
            e);
      }
    }
    for (float answer : answers) {
      targets.add(answer);
    }
  }
}
