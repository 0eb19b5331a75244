package dev.weft.runs;

import dev.weft.train.History;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Makes tables of synthetic and of resumed runs say so, since a table outlives the folder that it
 * came from.
 */
public final class CsvMark {
  private CsvMark() {}

  /**
   * A table whose fields hold no line ends; of a synthetic run with a last column {@code data} that
   * says SYNTHETIC in every row.
   */
  public static String of(String csv, boolean synthetic) {
    return synthetic ? withColumn(csv, "data", row -> "SYNTHETIC") : csv;
  }

  /**
   * The table of a history; of a resumed run with a column {@code part} that says which part of the
   * run had an epoch, counted from 1.
   */
  public static String history(History history, List<Resumption> resumed, boolean synthetic) {
    String csv = history.toCsv();
    String marked =
        resumed.isEmpty()
            ? csv
            : withColumn(
                csv,
                "part",
                row ->
                    Long.toString(
                        1 + resumed.stream().filter(at -> at.afterEpoch() <= row).count()));
    return of(marked, synthetic);
  }

  /** A last column more; rows are counted from 0. */
  private static String withColumn(String csv, String name, IntFunction<String> value) {
    String[] lines = csv.split("\n");
    lines[0] += "," + name;
    for (int i = 1; i < lines.length; i++) {
      lines[i] += "," + value.apply(i - 1);
    }
    return Arrays.stream(lines).collect(Collectors.joining("\n", "", "\n"));
  }
}
