package dev.weft.interchange.keras;

import dev.weft.interchange.DenseTensors;
import dev.weft.interchange.LayerStack;
import dev.weft.interchange.Note;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Dropout;
import dev.weft.nn.Layer;
import dev.weft.nn.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The network that a configuration describes.
 *
 * @param inputs the width of the input, where the configuration says it
 * @param steps dense layers and dropout in their order
 * @param loss what the model was compiled with
 */
record KerasNetwork(OptionalInt inputs, List<Step> steps, KerasLoss loss) {
  KerasNetwork {
    steps = List.copyOf(steps);
  }

  /** What is between input and output. */
  sealed interface Step permits DenseStep, DropoutStep {}

  /**
   * A dense layer.
   *
   * @param activation by the name that Keras gives it
   */
  record DenseStep(String name, int units, String activation, boolean bias) implements Step {}

  /** Dropout. */
  record DropoutStep(float rate) implements Step {}

  private List<DenseStep> dense() {
    return steps.stream().filter(DenseStep.class::isInstance).map(DenseStep.class::cast).toList();
  }

  /**
   * The architecture, its loss that of the last layer's activation.
   *
   * @param weights of the same model, for the width of the input
   * @param notes takes what has to be said about it
   * @throws IllegalArgumentException where Weft has no such network
   * @throws dev.weft.train.SpecException where another loss was wanted than its outputs go with
   */
  Architecture architecture(List<DenseTensors> weights, List<Note> notes) {
    List<DenseStep> dense = dense();
    if (dense.isEmpty()) {
      throw new IllegalArgumentException("its configuration has no dense layer");
    }
    requireTensors(dense, weights);
    DenseStep last = dense.get(dense.size() - 1);
    List<Layer> layers = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof DropoutStep dropout) {
        if (dropout.rate() > 0) {
          layers.add(new Dropout(dropout.rate()));
        }
      } else if (step instanceof DenseStep layer) {
        layers.add(new Dense(layer.units(), layer == last ? Activation.LINEAR : activation(layer)));
      }
    }
    int width = new LayerStack(weights).widths().get(0);
    Loss output = loss.of(last, notes);
    return new Architecture(inputs.orElse(width), layers, output);
  }

  private static void requireTensors(List<DenseStep> dense, List<DenseTensors> weights) {
    if (dense.size() != weights.size()) {
      throw new IllegalArgumentException(
          "its configuration has "
              + dense.size()
              + " dense layers, its weights are of "
              + weights.size());
    }
    for (int i = 0; i < dense.size(); i++) {
      if (dense.get(i).bias() != weights.get(i).bias().isPresent()) {
        throw new IllegalArgumentException(
            "layer '"
                + dense.get(i).name()
                + "' has a bias by its configuration or by its weights, not by both");
      }
    }
  }

  private static Activation activation(DenseStep layer) {
    try {
      return Activation.parse(layer.activation());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the activation "
              + layer.activation()
              + " of layer '"
              + layer.name()
              + "' is not supported: hidden layers have "
              + Activation.names(),
          e);
    }
  }
}
