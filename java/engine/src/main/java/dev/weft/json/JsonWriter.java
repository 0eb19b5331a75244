package dev.weft.json;

import java.util.List;
import java.util.Map;

/** Writes JSON (RFC 8259) without white space, members in the order of their map. */
public final class JsonWriter {
  private JsonWriter() {}

  /**
   * The text of a map with string keys, a list, a string, a finite number, a truth value or {@link
   * JsonValue#NULL}.
   */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private static void append(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> member : map.entrySet()) {
        out.append(separator);
        appendString(out, (String) member.getKey());
        out.append(':');
        append(out, member.getValue());
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object element : list) {
        out.append(separator);
        append(out, element);
        separator = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String string) {
      appendString(out, string);
    } else if (value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || JsonValue.isNull(value)
        || value instanceof Number number && Double.isFinite(number.doubleValue())) {
      out.append(value);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void appendString(StringBuilder out, String string) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || isLoneSurrogate(string, i)) {
        // A lone surrogate has no UTF-8 form; its escape keeps it through a round trip.
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isLoneSurrogate(String string, int i) {
    char c = string.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
  }
}
