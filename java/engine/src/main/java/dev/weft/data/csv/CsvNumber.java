package dev.weft.data.csv;

import java.util.regex.Pattern;

/** Numbers as CSV files write them: decimal digits, a point, an exponent, and nothing else. */
final class CsvNumber {
  /** What {@link Float#parseFloat} takes, less NaN, Infinity, hexadecimal and type suffixes. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");

  /** Whole numbers of up to this many digits are exact in float32. */
  private static final int EXACT_DIGITS = 7;

  private CsvNumber() {}

  static boolean isNumber(String text) {
    return NUMBER.matcher(text.strip()).matches();
  }

  /**
   * The nearest float32.
   *
   * @throws NumberFormatException with a reason for people where there is none
   */
  static float parse(String text) {
    int small = small(text);
    if (small >= 0) {
      return small;
    }
    String number = text.strip();
    if (number.isEmpty()) {
      throw new NumberFormatException(
          "is empty, expected a number; fill it in or leave the row out");
    }
    if (!NUMBER.matcher(number).matches()) {
      throw new NumberFormatException(
          "is '" + shortened(number) + "', expected a number such as 1.5 or -2e-3");
    }
    float value = Float.parseFloat(number);
    if (Float.isInfinite(value)) {
      throw new NumberFormatException(
          "is " + shortened(number) + ", too large for float32 (at most 3.4e38)");
    }
    return value;
  }

  /**
   * A whole number from 0 to 255.
   *
   * @throws NumberFormatException with a reason for people where it is none
   */
  static byte parsePixel(String text) {
    int value = small(text.strip());
    if (value < 0 || value > 255) {
      throw new NumberFormatException(
          "is '" + shortened(text) + "', expected a whole number from 0 to 255");
    }
    return (byte) value;
  }

  /** The value of up to seven bare digits, most of what tables hold; -1 for anything else. */
  private static int small(String text) {
    if (text.isEmpty() || text.length() > EXACT_DIGITS) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
