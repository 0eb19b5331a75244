package dev.weft;

import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Dropout;
import dev.weft.nn.Layer;
import java.util.List;
import java.util.Locale;

/** The table of a network's layers, as Keras prints it. */
public final class Summary {
  private static final String ROW = "%-24s %10s %14s%n";
  private static final int BYTES_PER_PARAMETER = 4;

  /** Parameters and Adam's two moments. */
  private static final int TRAINING_COPIES = 3;

  private Summary() {}

  /**
   * One line a layer (name, function, output width, parameters), then totals. Ends in a newline.
   */
  public static String of(Architecture architecture) {
    StringBuilder table = new StringBuilder();
    String rule = "-".repeat(50) + System.lineSeparator();
    table.append(row("Layer", "Outputs", "Parameters")).append(rule);
    table.append(row("input", count(architecture.inputs()), "0"));
    List<Layer> layers = architecture.layers();
    int width = architecture.inputs();
    int dense = 0;
    int dropouts = 0;
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Dense layer) {
        String function =
            i == layers.size() - 1
                ? architecture.loss().outputFunction().toString()
                : layer.activation().toString();
        long parameters = (width + 1L) * layer.units();
        width = layer.units();
        table.append(
            row("dense" + dense++ + " (" + function + ")", count(width), count(parameters)));
      } else if (layers.get(i) instanceof Dropout layer) {
        table.append(row(layer.kind() + dropouts++ + " (" + layer.rate() + ")", count(width), "0"));
      }
    }
    long total = architecture.parameterCount();
    return table
        .append(rule)
        .append("Loss: ")
        .append(architecture.loss().kerasName())
        .append(System.lineSeparator())
        .append(String.format(Locale.ROOT, "Parameters: %s (%s), ", count(total), size(total)))
        .append(String.format("with Adam's state %s%n", size(TRAINING_COPIES * total)))
        .toString();
  }

  private static String row(String layer, String outputs, String parameters) {
    return String.format(ROW, layer, outputs, parameters);
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String size(long floats) {
    double bytes = (double) floats * BYTES_PER_PARAMETER;
    if (bytes < 1024) {
      return (long) bytes + " bytes";
    }
    return bytes < 1024 * 1024
        ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (1024 * 1024));
  }
}
