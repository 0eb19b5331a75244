package dev.weft.app.report;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes tables of synthetic runs say so, since a table outlives the folder that it came from. */
public final class CsvMark {
  private CsvMark() {}

  /**
   * A table whose fields hold no line ends; of a synthetic run with a last column {@code data} that
   * says SYNTHETIC in every row.
   */
  public static String of(String csv, boolean synthetic) {
    if (!synthetic) {
      return csv;
    }
    String[] lines = csv.split("\n");
    lines[0] += ",data";
    for (int i = 1; i < lines.length; i++) {
      lines[i] += ",SYNTHETIC";
    }
    return Arrays.stream(lines).collect(Collectors.joining("\n", "", "\n"));
  }
}
