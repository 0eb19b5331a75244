package dev.weft.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) from a source that is not trusted: strictly, with bounded nesting and
 * without duplicate names. Objects become maps in their order, arrays lists, numbers Long where
 * they are whole and written so, else Double; null becomes {@link JsonValue#NULL}.
 */
public final class JsonReader {
  /** The deepest nesting of objects and arrays; a header of tensors needs three. */
  static final int MAX_DEPTH = 16;

  private final String text;
  private int position;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value that a whole text holds, white space around it allowed.
   *
   * @throws IllegalArgumentException where the text is not JSON, with the place and the reason
   */
  public static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    reader.skipSpace();
    Object value = reader.value(0);
    reader.skipSpace();
    if (reader.position < text.length()) {
      throw reader.error("something after the end");
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw error("more than " + MAX_DEPTH + " levels of nesting");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> literal("true", Boolean.TRUE);
      case 'f' -> literal("false", Boolean.FALSE);
      case 'n' -> literal("null", JsonValue.NULL);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    position++;
    skipSpace();
    if (skipIf('}')) {
      return members;
    }
    do {
      skipSpace();
      int start = position;
      String name = string();
      skipSpace();
      require(':');
      skipSpace();
      if (members.put(name, value(depth + 1)) != null) {
        position = start;
        throw error("the name \"" + abbreviated(name) + "\" a second time");
      }
      skipSpace();
    } while (skipIf(','));
    require('}');
    return members;
  }

  private List<Object> array(int depth) {
    List<Object> elements = new ArrayList<>();
    position++;
    skipSpace();
    if (skipIf(']')) {
      return elements;
    }
    do {
      skipSpace();
      elements.add(value(depth + 1));
      skipSpace();
    } while (skipIf(','));
    require(']');
    return elements;
  }

  private String string() {
    require('"');
    StringBuilder string = new StringBuilder();
    while (true) {
      char c = peek();
      position++;
      if (c == '"') {
        return string.toString();
      }
      if (c < 0x20) {
        position--;
        throw error("a control character in a string");
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = peek();
    position++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> {
        position--;
        throw error("an unknown escape");
      }
    };
  }

  /**
   * The four digits of an escape; a character beyond the first plane comes as a pair of escapes.
   */
  private char codeUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw error("an escape that is not \\u and four hexadecimal digits");
      }
      unit = unit * 16 + digit;
      position++;
    }
    return (char) unit;
  }

  private Object number() {
    int start = position;
    skipIf('-');
    if (!skipIf('0') && skipDigits() == 0) {
      position = start;
      throw error("no JSON value");
    }
    boolean whole = true;
    if (skipIf('.')) {
      whole = false;
      requireDigits();
    }
    if (skipIf('e') || skipIf('E')) {
      whole = false;
      if (!skipIf('+')) {
        skipIf('-');
      }
      requireDigits();
    }
    String digits = text.substring(start, position);
    if (!whole) {
      return Double.valueOf(digits);
    }
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      position = start;
      throw error("a whole number beyond 64 bits");
    }
  }

  private void requireDigits() {
    if (skipDigits() == 0) {
      throw error("no digit where a number needs one");
    }
  }

  private int skipDigits() {
    int start = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    return position - start;
  }

  private Object literal(String word, Object value) {
    if (!text.startsWith(word, position)) {
      throw error("no JSON value");
    }
    position += word.length();
    return value;
  }

  private char peek() {
    if (position >= text.length()) {
      throw error("the end too early");
    }
    return text.charAt(position);
  }

  private boolean skipIf(char c) {
    boolean there = position < text.length() && text.charAt(position) == c;
    if (there) {
      position++;
    }
    return there;
  }

  private void require(char c) {
    if (peek() != c) {
      throw error("no '" + c + "'");
    }
    position++;
  }

  private void skipSpace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private IllegalArgumentException error(String found) {
    return new IllegalArgumentException("not JSON: " + found + " at character " + position);
  }

  private static String abbreviated(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "...";
  }
}
