package dev.weft.runs.records;

import dev.weft.files.IoErrors;
import dev.weft.runs.JsonField;
import dev.weft.runs.RunException;
import dev.weft.runs.records.RecordedRun.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the history that a run left, column by its name; columns that are not known are passed. */
final class HistoryCsv {
  private static final long LARGEST = 64 << 20;

  private HistoryCsv() {}

  static List<Epoch> read(Path file) {
    List<String> lines = lines(file);
    if (lines.isEmpty()) {
      throw new RunException(file + " is empty, expected a line of column names");
    }
    List<String> columns = Arrays.asList(lines.get(0).split(",", -1));
    int[] places = new int[5];
    List<String> names = List.of("epoch", "loss", "accuracy", "val_loss", "val_accuracy");
    for (int i = 0; i < places.length; i++) {
      places[i] = columns.indexOf(names.get(i));
      if (places[i] < 0) {
        throw new RunException(
            file + " is no history of a run: the column " + names.get(i) + " is missing");
      }
    }
    List<Epoch> epochs = new ArrayList<>();
    for (int line = 1; line < lines.size(); line++) {
      String[] fields = lines.get(line).split(",", -1);
      if (fields.length != columns.size()) {
        throw new RunException(
            JsonField.line(file, line)
                + " has "
                + fields.length
                + " fields, expected "
                + columns.size());
      }
      double[] values = new double[places.length];
      for (int i = 0; i < places.length; i++) {
        values[i] = number(file, line, names.get(i), fields[places[i]]);
      }
      if (!(values[0] >= 1 && values[0] <= Integer.MAX_VALUE)) {
        throw new RunException(
            JsonField.line(file, line) + ", column epoch: expected a number from 1");
      }
      epochs.add(new Epoch((int) values[0], values[1], values[2], values[3], values[4]));
    }
    return epochs;
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new RunException(file + " is larger than any history of a run");
      }
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot read " + file, e);
    }
  }

  private static double number(Path file, int line, String column, String field) {
    if (field.isEmpty()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(field);
    } catch (NumberFormatException e) {
      throw new RunException(
          JsonField.line(file, line)
              + ", column "
              + column
              + ": expected a number, found '"
              + (field.length() > 30 ? field.substring(0, 30) + "..." : field)
              + "'");
    }
  }
}
