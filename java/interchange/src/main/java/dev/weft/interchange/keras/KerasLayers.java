package dev.weft.interchange.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.interchange.Note;
import dev.weft.interchange.keras.KerasNetwork.DenseStep;
import dev.weft.interchange.keras.KerasNetwork.DropoutStep;
import dev.weft.interchange.keras.KerasNetwork.Step;
import dev.weft.nn.Architecture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Takes the layers of a configuration one by one, in the words of Keras 3 and 2 ({@code units},
 * {@code use_bias}, {@code rate}) or those of Keras 1 ({@code output_dim}, {@code bias}, {@code
 * p}).
 */
final class KerasLayers {
  private static final double PIXEL_SCALE = 1 / 255.0;
  private static final double SCALE_TOLERANCE = 1e-7;

  /** What Keras takes where a leaky ReLU does not say its slope. */
  private static final double LAYER_SLOPE = 0.3;

  private static final double FUNCTION_SLOPE = 0.2;

  /** What a dense layer may have that changes training alone. */
  private static final List<String> TRAINING_ONLY =
      List.of(
          "kernel_regularizer",
          "bias_regularizer",
          "activity_regularizer",
          "kernel_constraint",
          "bias_constraint",
          // Keras 1 has them so.
          "W_regularizer",
          "b_regularizer",
          "W_constraint",
          "b_constraint");

  /** What changes how a dense layer computes. */
  private static final List<String> ALTERING =
      List.of("lora_rank", "quantization_mode", "quantization_config");

  private final List<Step> steps = new ArrayList<>();
  private final Set<String> leftOut = new LinkedHashSet<>();
  private final List<Note> notes;
  private OptionalInt inputs = OptionalInt.empty();
  private int rank = 2;
  private boolean rescaled;

  KerasLayers(List<Note> notes) {
    this.notes = notes;
  }

  void add(JsonNode layer) {
    String type = layer.path("class_name").asText("");
    JsonNode config = layer.path("config");
    String name = config.path("name").asText(layer.path("name").asText(type));
    if (layer.path("registered_name").asText("").contains(">")) {
      throw unsupported(name, "a class of one's own, " + layer.path("registered_name").asText());
    }
    noteType(name, config.path("dtype"));
    // The first layer of a model of Keras 2 may say what it takes.
    builtFor(
        config.has("batch_shape") ? config.path("batch_shape") : config.path("batch_input_shape"));
    switch (type) {
      case "InputLayer" -> {}
      case "Flatten" -> flatten(name, config);
      case "Rescaling" -> rescale(name, config);
      case "Dense" -> dense(name, config);
      case "Dropout" -> dropout(name, config);
      case "Activation" -> activation(name, activationOf(config.path("activation")));
      case "ReLU" -> relu(name, config);
      case "LeakyReLU" -> activation(name, leakyRelu(config, LAYER_SLOPE));
      case "Softmax" -> softmax(name, config);
      default -> throw unsupported(name, "a " + type);
    }
  }

  private static IllegalArgumentException unsupported(String layer, String what) {
    return new IllegalArgumentException(
        "its layer '"
            + layer
            + "' is not supported: it is "
            + what
            + "; Weft has Dense and Dropout, after Flatten and Rescaling by 1/255");
  }

  private void noteType(String name, JsonNode dtype) {
    String type = dtype.isTextual() ? dtype.asText() : dtype.path("config").path("name").asText("");
    if (!type.isEmpty() && !type.equals("float32") && !type.equals("uint8")) {
      notes.add(Note.of("layer '" + name + "' computes in " + type + " there, in float32 here"));
    }
  }

  /** Takes a shape [batch, ...] of the model's input, where it is one and none is known yet. */
  void builtFor(JsonNode shape) {
    if (!shape.isArray() || shape.size() < 2 || inputs.isPresent() || !steps.isEmpty()) {
      return;
    }
    long width = 1;
    for (int i = 1; i < shape.size(); i++) {
      long size = shape.get(i).asLong(0);
      width *= size;
      if (size < 1 || size > Architecture.MAX_WIDTH || width > Architecture.MAX_WIDTH) {
        throw new IllegalArgumentException(
            "its input has the shape "
                + shape
                + "; expected [null, n] with n from 1 to "
                + Architecture.MAX_WIDTH);
      }
    }
    inputs = OptionalInt.of((int) width);
    rank = shape.size();
  }

  private void flatten(String name, JsonNode config) {
    if (config.path("data_format").asText("").equals("channels_first") && rank > 2) {
      throw unsupported(name, "a Flatten that puts the channels last");
    }
    rank = 2;
  }

  private void rescale(String name, JsonNode config) {
    double scale = config.path("scale").asDouble(Double.NaN);
    double offset = config.path("offset").asDouble(0);
    boolean byPixels = Math.abs(scale / PIXEL_SCALE - 1) < SCALE_TOLERANCE && offset == 0;
    if (!byPixels || rescaled || !steps.isEmpty()) {
      throw unsupported(
          name, "a Rescaling by " + config.path("scale") + " with offset " + config.path("offset"));
    }
    rescaled = true;
    notes.add(Note.of("Rescaling by 1/255 was left out: Weft does so itself with pixels"));
  }

  private void dense(String name, JsonNode config) {
    if (rank != 2) {
      throw unsupported(name, "a Dense of the last of several dimensions; put Flatten before it");
    }
    for (String field : ALTERING) {
      if (config.hasNonNull(field)) {
        throw unsupported(name, "a Dense with " + field + " " + config.path(field));
      }
    }
    TRAINING_ONLY.stream().filter(config::hasNonNull).forEach(leftOut::add);
    int units = config.path("units").asInt(config.path("output_dim").asInt(0));
    String activation = activationOf(config.path("activation"));
    boolean none = config.path("activation").isNull() || config.path("activation").isMissingNode();
    if (activation.isEmpty() && !none) {
      throw unsupported(name, "a Dense with the activation " + config.path("activation"));
    }
    boolean bias = config.path("use_bias").asBoolean(config.path("bias").asBoolean(true));
    steps.add(new DenseStep(name, units, none ? "linear" : activation, bias));
  }

  private void dropout(String name, JsonNode config) {
    double rate = config.path("rate").asDouble(config.path("p").asDouble(Double.NaN));
    if (config.hasNonNull("noise_shape") || !(rate >= 0 && rate < 1)) {
      throw unsupported(
          name, "a Dropout with rate " + rate + ", noise " + config.path("noise_shape"));
    }
    steps.add(new DropoutStep((float) rate));
  }

  /** An activation in a layer of its own belongs to the dense layer before it. */
  private void activation(String name, String activation) {
    if (steps.isEmpty()
        || !(steps.get(steps.size() - 1) instanceof DenseStep before)
        || !before.activation().equals("linear")) {
      throw unsupported(name, "the activation '" + activation + "' of no linear dense layer");
    }
    steps.set(
        steps.size() - 1, new DenseStep(before.name(), before.units(), activation, before.bias()));
  }

  /** The spelling of an activation that is named or serialised, a function or a layer's class. */
  private static String activationOf(JsonNode value) {
    String name = KerasJson.name(value);
    return switch (name) {
      case "leaky_relu" -> leakyRelu(value.path("config"), FUNCTION_SLOPE);
      case "LeakyReLU" -> leakyRelu(value.path("config"), LAYER_SLOPE);
      default -> name;
    };
  }

  /** Keras 2 has the slope as alpha. */
  private static String leakyRelu(JsonNode config, double otherwise) {
    double slope = config.path("negative_slope").asDouble(config.path("alpha").asDouble(otherwise));
    return "leaky_relu:" + (float) slope;
  }

  private void relu(String name, JsonNode config) {
    boolean plain =
        !config.hasNonNull("max_value")
            && config.path("negative_slope").asDouble(0) == 0
            && config.path("threshold").asDouble(0) == 0;
    if (!plain) {
      throw unsupported(name, "a ReLU with a bound, slope or threshold");
    }
    activation(name, "relu");
  }

  private void softmax(String name, JsonNode config) {
    if (config.path("axis").asInt(-1) != -1) {
      throw unsupported(name, "a Softmax over the axis " + config.path("axis"));
    }
    activation(name, "softmax");
  }

  KerasNetwork network(KerasLoss loss) {
    if (!leftOut.isEmpty()) {
      notes.add(Note.of("of training alone and left out: " + String.join(", ", leftOut)));
    }
    return new KerasNetwork(inputs, steps, loss);
  }
}
