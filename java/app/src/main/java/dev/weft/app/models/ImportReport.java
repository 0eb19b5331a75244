package dev.weft.app.models;

import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Dropout;
import dev.weft.nn.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code weft import} read and wrote.
 *
 * @param format what the file turned out to be
 * @param layers from the input to the output
 * @param notes what was assumed, converted or left out
 */
public record ImportReport(
    String source,
    String model,
    String format,
    int inputs,
    List<String> layers,
    String loss,
    int parameters,
    List<String> notes) {
  public ImportReport {
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }

  /** Of an import. */
  public static ImportReport of(
      Path source, Path model, String format, Architecture architecture, List<String> notes) {
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < architecture.layers().size(); i++) {
      boolean last = i == architecture.layers().size() - 1;
      layers.add(text(architecture.layers().get(i), last, architecture));
    }
    return new ImportReport(
        source.toString(),
        model.toString(),
        format,
        architecture.inputs(),
        layers,
        architecture.loss().kerasName(),
        architecture.parameterCount(),
        notes);
  }

  private static String text(Layer layer, boolean last, Architecture architecture) {
    if (layer instanceof Dense dense) {
      String function =
          last ? architecture.loss().outputFunction().toString() : dense.activation().toString();
      return "dense " + dense.units() + " " + function;
    }
    Dropout dropout = (Dropout) layer;
    return dropout.kind() + " " + dropout.rate();
  }

  /** The same for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(source + ": " + format);
    lines.add("  " + inputs + " inputs, " + String.join(", ", layers) + "; loss " + loss);
    notes.forEach(note -> lines.add("note: " + note));
    lines.add(String.format(Locale.ROOT, "%s: %,d parameters", model, parameters));
    return lines;
  }
}
