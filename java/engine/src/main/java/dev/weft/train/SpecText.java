package dev.weft.train;

import java.util.Locale;

/** Numbers in the texts of a specification's fields, with messages that say what was expected. */
final class SpecText {
  private SpecText() {}

  static IllegalArgumentException wrong(String text, String expected) {
    return new IllegalArgumentException("expected " + expected + ", not '" + text + "'");
  }

  /** A part of a text as a whole number; the message is about the whole text. */
  static int integer(String part, String text, String expected) {
    try {
      return Integer.parseInt(part.strip());
    } catch (NumberFormatException e) {
      throw wrong(text, expected);
    }
  }

  /** A part of a text as a finite number; the message is about the whole text. */
  static float decimal(String part, String text, String expected) {
    try {
      float value = Float.parseFloat(part.strip());
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, as infinities are.
    }
    throw wrong(text, expected);
  }

  static float single(String text) {
    try {
      return Float.parseFloat(text.strip());
    } catch (NumberFormatException e) {
      throw wrong(text, "a number");
    }
  }

  static long whole(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw wrong(text, "a whole number");
    }
  }

  static double real(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw wrong(text, "a number");
    }
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
