package dev.weft.report.html;

import java.util.List;

/**
 * A table of figures; its first column names the rows.
 *
 * @param caption what the table shows
 */
public record DataTable(String caption, List<String> columns, List<List<String>> rows) {
  public DataTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** A row of texts. */
  public static List<String> row(String... cells) {
    return List.of(cells);
  }
}
