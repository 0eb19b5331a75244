package dev.weft.interchange.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.interchange.Note;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of a Sequential model, or of a functional one that is a chain. It names classes
 * and functions; only those known here are taken, by name, and nothing else in it is evaluated.
 */
final class KerasConfig {
  private KerasConfig() {}

  /**
   * The network that it describes.
   *
   * @param model the configuration
   * @param loss what the model was compiled with
   * @param notes takes what has no meaning here
   * @throws IllegalArgumentException where it is no such model, or has an unknown layer
   */
  static KerasNetwork read(JsonNode model, KerasLoss loss, List<Note> notes) {
    String type = model.path("class_name").asText("");
    JsonNode config = model.path("config");
    // The first releases of Keras 2 had the list of layers in its place.
    JsonNode layers = config.isArray() ? config : config.path("layers");
    boolean functional = type.equals("Functional") || type.equals("Model");
    if (!layers.isArray() || !(functional || type.equals("Sequential"))) {
      throw new IllegalArgumentException(
          "its model is a '" + type + "', expected Sequential, or Functional as a chain of layers");
    }
    if (functional) {
      requireChain(config, layers);
    }
    KerasLayers chain = new KerasLayers(notes);
    chain.builtFor(config.path("build_input_shape"));
    chain.builtFor(model.path("build_config").path("input_shape"));
    layers.forEach(chain::add);
    return chain.network(loss);
  }

  private static void requireChain(JsonNode config, JsonNode layers) {
    String before = "";
    for (JsonNode layer : layers) {
      List<String> sources = new ArrayList<>();
      sources(layer.path("inbound_nodes"), sources, 0);
      List<String> expected = before.isEmpty() ? List.of() : List.of(before);
      String name = layer.path("name").asText(layer.path("config").path("name").asText(""));
      if (!sources.equals(expected)) {
        throw notAChain("layer '" + name + "' takes " + sources + ", expected " + expected);
      }
      before = name;
    }
    List<String> outputs = new ArrayList<>();
    sources(config.path("output_layers"), outputs, 0);
    if (!outputs.equals(List.of(before))) {
      throw notAChain("its outputs are " + outputs + ", expected the last layer " + before);
    }
  }

  private static IllegalArgumentException notAChain(String reason) {
    return new IllegalArgumentException("its functional model is not a chain of layers: " + reason);
  }

  /** The names in all triples of layer, node and tensor, however deep they lie. */
  private static void sources(JsonNode value, List<String> sources, int depth) {
    if (depth > 16) {
      throw notAChain("connections nested deeper than 16 levels");
    }
    if (value.isArray()
        && value.size() >= 3
        && value.get(0).isTextual()
        && value.get(1).isInt()
        && value.get(2).isInt()) {
      sources.add(value.get(0).textValue());
    } else if (value.isContainerNode()) {
      value.forEach(element -> sources(element, sources, depth + 1));
    }
  }
}
