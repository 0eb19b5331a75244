package dev.weft.serve;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks documents against the schemas of an OpenAPI description: types, required and further
 * properties, items, enumerations and references, which is all that answers use.
 */
record Schema(JsonNode openapi) {
  void check(String name, JsonNode document) {
    check(openapi.at("/components/schemas/" + name), document, name);
  }

  private void check(JsonNode schema, JsonNode value, String where) {
    assertTrue(schema.isObject(), "no schema for " + where);
    if (schema.has("$ref")) {
      check(openapi.at(schema.get("$ref").asText().substring(1)), value, where);
      return;
    }
    if (schema.has("type")) {
      assertTrue(
          texts(schema.get("type")).stream().anyMatch(type -> is(type, value)),
          where + " is " + value);
    }
    if (schema.has("enum")) {
      assertTrue(texts(schema.get("enum")).contains(value.asText()), where + " is " + value);
    }
    schema
        .path("required")
        .forEach(name -> assertTrue(value.has(name.asText()), where + " lacks " + name));
    if (schema.has("properties")) {
      value
          .properties()
          .forEach(
              field -> {
                String name = where + "." + field.getKey();
                assertTrue(schema.get("properties").has(field.getKey()), name + " is unknown");
                check(schema.get("properties").get(field.getKey()), field.getValue(), name);
              });
    }
    if (schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.get("items"), value.get(i), where + "[" + i + "]");
      }
    }
  }

  /** The text, or those of an array. */
  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(one -> texts.add(one.asText()));
    } else {
      texts.add(node.asText());
    }
    return texts;
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "null" -> value.isNull();
      default -> throw new AssertionError("the schema has the type " + type);
    };
  }
}
