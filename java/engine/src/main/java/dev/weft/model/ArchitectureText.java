package dev.weft.model;

import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Dropout;
import dev.weft.nn.Layer;
import dev.weft.nn.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers of a network in one line: {@code 784-dense(32,relu)-dropout(0.2)-dense(10,linear)}.
 * The loss, by the name that Keras gives it, stands apart.
 */
final class ArchitectureText {
  private static final Pattern DENSE =
      Pattern.compile("dense\\(([0-9]{1,9}),([a-z_]+(?::[0-9.E-]{1,20})?)\\)");
  private static final Pattern DROPOUT = Pattern.compile("(dropout|masking)\\(([0-9.E-]{1,20})\\)");
  private static final Pattern INPUTS = Pattern.compile("[0-9]{1,9}");

  private ArchitectureText() {}

  static String format(Architecture architecture) {
    List<String> parts = new ArrayList<>();
    parts.add(Integer.toString(architecture.inputs()));
    for (Layer layer : architecture.layers()) {
      if (layer instanceof Dense dense) {
        parts.add("dense(" + dense.units() + "," + dense.activation() + ")");
      } else if (layer instanceof Dropout dropout) {
        parts.add(dropout.kind() + "(" + dropout.rate() + ")");
      }
    }
    return String.join("-", parts);
  }

  /**
   * The architecture that a text describes.
   *
   * @throws IllegalArgumentException where it describes none
   */
  static Architecture parse(String layers, String loss) {
    // A hyphen ends a layer only where a name follows, since a small rate may read 1.0E-4.
    String[] parts = layers.split("-(?=[a-z])", -1);
    if (!INPUTS.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException("'" + layers + "' does not start with a number of inputs");
    }
    List<Layer> parsed = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      parsed.add(layer(parts[i]));
    }
    return new Architecture(Integer.parseInt(parts[0]), parsed, Loss.parse(loss));
  }

  private static Layer layer(String text) {
    Matcher dense = DENSE.matcher(text);
    if (dense.matches()) {
      return new Dense(Integer.parseInt(dense.group(1)), Activation.parse(dense.group(2)));
    }
    Matcher dropout = DROPOUT.matcher(text);
    if (dropout.matches()) {
      return new Dropout(Float.parseFloat(dropout.group(2)), dropout.group(1).equals("dropout"));
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a layer such as dense(32,relu) or dropout(0.2)");
  }
}
