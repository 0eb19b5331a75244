package dev.weft.runs.training;

import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network in the terms of the command line.
 *
 * @param layers widths from the input to the output
 * @param activation of the hidden layers
 * @param dropout the rate behind each hidden layer that has one; layer 0 is the input
 * @param loss with its output function
 */
public record NetworkPlan(
    List<Integer> layers, Activation activation, Map<Integer, Float> dropout, Loss loss) {
  public NetworkPlan {
    layers = List.copyOf(layers);
    dropout = new TreeMap<>(dropout);
  }

  /**
   * The network.
   *
   * @throws IllegalArgumentException where widths or dropout do not make one; the message says why
   */
  public Architecture architecture() {
    if (layers.size() < 2) {
      throw new IllegalArgumentException(
          "--layers needs at least an input and an output width, such as 784,10");
    }
    int hidden = layers.size() - 2;
    for (int layer : dropout.keySet()) {
      if (layer < 0 || layer > hidden) {
        throw new IllegalArgumentException(
            "--dropout names layer "
                + layer
                + ", but the network has "
                + (hidden == 0
                    ? "no hidden layer: 0, the input, is all that can be named"
                    : "hidden layers 1 to " + hidden + " (and 0, the input)"));
      }
    }
    Architecture.Builder builder = Architecture.inputs(layers.get(0));
    builder.dropout(dropout.getOrDefault(0, 0f));
    for (int layer = 1; layer <= hidden; layer++) {
      builder.dense(layers.get(layer), activation).dropout(dropout.getOrDefault(layer, 0f));
    }
    return builder.output(layers.get(layers.size() - 1), loss);
  }

  /** The same network with other widths. */
  public NetworkPlan withLayers(List<Integer> other) {
    return new NetworkPlan(other, activation, dropout, loss);
  }
}
