package dev.weft.peers;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** One flat JSON object on a line of its own, so that peers need no JSON library beside theirs. */
public final class JsonLine {
  private JsonLine() {}

  /** Prints an object of numbers, strings, lists of numbers and maps of strings. */
  public static void print(Map<String, ?> values) {
    System.out.println(json(values));
  }

  private static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(JsonLine::json).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof Number ? value.toString() : quoted(value.toString());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
