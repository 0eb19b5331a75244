package dev.weft.app.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code weft export} wrote.
 *
 * @param values inputs, outputs or tensors of the file
 * @param notes what was left out
 */
public record ExportReport(
    String model, String file, String format, long bytes, List<Value> values, List<String> notes) {
  public ExportReport {
    values = List.copyOf(values);
    notes = List.copyOf(notes);
  }

  /**
   * One of them.
   *
   * @param kind input, output or tensor
   * @param type element type, shape and meaning, for people
   */
  public record Value(String kind, String name, String type) {}

  /** The same for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%s: %s, %,d bytes", file, format, bytes));
    for (Value value : values) {
      lines.add(
          String.format(
              Locale.ROOT, "  %-6s  %-14s  %s", value.kind(), value.name(), value.type()));
    }
    notes.forEach(note -> lines.add("note: " + note));
    return lines;
  }
}
