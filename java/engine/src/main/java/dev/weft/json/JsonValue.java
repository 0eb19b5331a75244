package dev.weft.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a value that was read from JSON has to be, and the words where it is not. */
public final class JsonValue {
  /** What stands for JSON's null, so that no reference is one. */
  public static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private JsonValue() {}

  /** Whether it is JSON's null. */
  public static boolean isNull(Object value) {
    return value == NULL;
  }

  /** A text. */
  public static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(value, "a text");
  }

  /** A number, whole or not; NaN for null, which stands for what is not known. */
  public static double number(Object value) {
    if (isNull(value)) {
      return Double.NaN;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(value, "a number");
  }

  /** A whole number of at most 64 bits. */
  public static long whole(Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    throw wrong(value, "a whole number");
  }

  /** A whole number of at most 32 bits. */
  public static int integer(Object value) {
    long whole = whole(value);
    if (whole != (int) whole) {
      throw wrong(value, "a whole number of at most 32 bits");
    }
    return (int) whole;
  }

  /** True or false. */
  public static boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw wrong(value, "true or false");
  }

  /** The elements of an array. */
  public static List<?> list(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(value, "a list");
  }

  /** The members of an object in order. */
  public static Map<String, Object> map(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new LinkedHashMap<>();
      map.forEach((name, member) -> members.put((String) name, member));
      return members;
    }
    throw wrong(value, "an object");
  }

  private static IllegalArgumentException wrong(Object value, String expected) {
    return new IllegalArgumentException("expected " + expected + ", not " + value);
  }
}
