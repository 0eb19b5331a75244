package dev.weft.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a network is, apart from its parameters: the width of its input, its layers and its loss.
 *
 * <p>The last layer is dense and linear, since the output function belongs to the loss; dropout
 * stands before a dense layer, never twice in a row.
 *
 * @param inputs features of a sample, at least 1
 * @param layers in order from the input to the output
 * @param loss with its output function
 */
public record Architecture(int inputs, List<Layer> layers, Loss loss) {
  /** The widest layer or input that a network may have. */
  public static final int MAX_WIDTH = 1 << 20;

  /** The deepest network: dense layers. */
  public static final int MAX_DEPTH = 256;

  /** The most classes of a softmax, so that a confusion matrix fits into memory. */
  public static final int MAX_CLASSES = 4096;

  /** The most parameters that a network may have, so that they fit one Java array. */
  public static final int MAX_PARAMETERS = 1 << 30;

  public Architecture {
    layers = List.copyOf(layers);
    Objects.requireNonNull(loss, "loss");
    if (inputs < 1 || inputs > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "a network has 1 to " + MAX_WIDTH + " inputs, not " + inputs);
    }
    requireWellFormed(layers);
    if (loss.outputFunction() == OutputFunction.SOFTMAX) {
      requireClasses(((Dense) layers.get(layers.size() - 1)).units());
    }
    requireParametersFit(inputs, layers);
  }

  private static void requireWellFormed(List<Layer> layers) {
    if (layers.isEmpty() || !(layers.get(layers.size() - 1) instanceof Dense last)) {
      throw new IllegalArgumentException("the last layer of a network must be dense");
    }
    if (last.activation() != Activation.LINEAR) {
      throw new IllegalArgumentException(
          "the last layer must be linear, since the loss brings the output function; it has "
              + last.activation());
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i) instanceof Dropout && layers.get(i - 1) instanceof Dropout) {
        throw new IllegalArgumentException(
            "layers " + (i - 1) + " and " + i + " are both dropout: use one with the joint rate");
      }
    }
    long depth = layers.stream().filter(Dense.class::isInstance).count();
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "a network has at most " + MAX_DEPTH + " dense layers, not " + depth);
    }
  }

  private static void requireClasses(int outputs) {
    if (outputs < 2) {
      throw new IllegalArgumentException(
          "a softmax needs at least 2 outputs; one output takes SIGMOID_CROSS_ENTROPY");
    }
    if (outputs > MAX_CLASSES) {
      throw new IllegalArgumentException(
          "a softmax has at most " + MAX_CLASSES + " outputs, not " + outputs);
    }
  }

  private static void requireParametersFit(int inputs, List<Layer> layers) {
    long total = 0;
    long in = inputs;
    for (Layer layer : layers) {
      if (layer instanceof Dense dense) {
        total += (in + 1) * dense.units();
        in = dense.units();
      }
    }
    if (total > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "a network has at most " + MAX_PARAMETERS + " parameters, not " + total);
    }
  }

  /** Starts the description of a network with {@code inputs} features a sample. */
  public static Builder inputs(int inputs) {
    return new Builder(inputs);
  }

  /** The width of the output. */
  public int outputs() {
    return ((Dense) layers.get(layers.size() - 1)).units();
  }

  /**
   * The number of classes told apart: the outputs of a softmax, two for one sigmoid; 0 where the
   * outputs are not classes (several sigmoids, linear outputs).
   */
  public int classes() {
    return loss.classes(outputs());
  }

  /** The dense layers in order. */
  public List<Dense> denseLayers() {
    return layers.stream().filter(Dense.class::isInstance).map(Dense.class::cast).toList();
  }

  /**
   * What is dropped of the input of each dense layer while training, at a rate of 0 where there is
   * nothing; one entry a dense layer.
   */
  public List<Dropout> inputDropout() {
    List<Dropout> dropouts = new ArrayList<>();
    Dropout before = new Dropout(0);
    for (Layer layer : layers) {
      if (layer instanceof Dropout dropout) {
        before = dropout;
      } else {
        dropouts.add(before);
        before = new Dropout(0);
      }
    }
    return List.copyOf(dropouts);
  }

  /** Kernel [in, out] and bias [out] of every dense layer, in the order of the flat array. */
  public List<TensorSpec> tensors() {
    List<TensorSpec> tensors = new ArrayList<>();
    int in = inputs;
    int offset = 0;
    List<Dense> dense = denseLayers();
    for (int i = 0; i < dense.size(); i++) {
      int out = dense.get(i).units();
      tensors.add(new TensorSpec("dense" + i + ".kernel", List.of(in, out), offset));
      offset += in * out;
      tensors.add(new TensorSpec("dense" + i + ".bias", List.of(out), offset));
      offset += out;
      in = out;
    }
    return List.copyOf(tensors);
  }

  /** The number of trainable parameters. */
  public int parameterCount() {
    return tensors().stream().mapToInt(TensorSpec::length).sum();
  }

  /** The widths of input and dense layers, as the option {@code --layers} takes them. */
  public List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    widths.add(inputs);
    denseLayers().forEach(dense -> widths.add(dense.units()));
    return List.copyOf(widths);
  }

  /** Collects layers from the input to the output. */
  public static final class Builder {
    private final int inputs;
    private final List<Layer> layers = new ArrayList<>();

    private Builder(int inputs) {
      this.inputs = inputs;
    }

    /** Adds a dense hidden layer. */
    public Builder dense(int units, Activation activation) {
      layers.add(new Dense(units, activation));
      return this;
    }

    /** Adds a dropout layer; a rate of 0 adds nothing. */
    public Builder dropout(float rate) {
      return dropout(new Dropout(rate));
    }

    /** Adds masking noise: dropout that leaves what is kept as it is. A rate of 0 adds nothing. */
    public Builder masking(float rate) {
      return dropout(new Dropout(rate, false));
    }

    private Builder dropout(Dropout dropout) {
      if (dropout.rate() > 0) {
        layers.add(dropout);
      }
      return this;
    }

    /** Adds the linear output layer and the loss that brings its output function. */
    public Architecture output(int units, Loss loss) {
      layers.add(new Dense(units, Activation.LINEAR));
      return new Architecture(inputs, layers, loss);
    }
  }
}
