package dev.weft.app.options;

import picocli.CommandLine.TypeConversionException;

/** Numbers inside option values, with messages that say what was expected. */
final class Parse {
  private Parse() {}

  static TypeConversionException wrong(String text, String expected) {
    return new TypeConversionException("expected " + expected + ", not '" + text + "'");
  }

  static int integer(String part, String text, String expected) {
    try {
      return Integer.parseInt(part.strip());
    } catch (NumberFormatException e) {
      throw wrong(text, expected);
    }
  }

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
}
