package dev.weft.interchange.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads the JSON of a configuration, with bounded nesting and without duplicate names. */
final class KerasJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private KerasJson() {}

  /**
   * The document that a text is.
   *
   * @throws IllegalArgumentException where it is none
   */
  static JsonNode read(String name, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "its " + name + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The name of a function or class that stands there as a text or, serialised, as an object; empty
   * where nothing does.
   */
  static String name(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isObject()) {
      String type = value.path("class_name").asText("");
      return type.equals("function") ? value.path("config").asText("") : type;
    }
    return "";
  }
}
