package dev.weft.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers as people read them; always with a point, whatever the locale. */
public final class Format {
  private static final int MAX_EXCERPT = 600;

  /** Control characters that neither end a line nor are a tab. */
  private static final Pattern LINE_CODES =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]|\\r(?!\\n)");

  private Format() {}

  /** As {@link String#format} without a locale's habits. */
  public static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A name from outside on one line, and without codes that a terminal would obey. */
  public static String printable(String name) {
    StringBuilder plain = new StringBuilder(name);
    for (int i = 0; i < plain.length(); i++) {
      if (Character.isISOControl(plain.charAt(i))) {
        plain.setCharAt(i, '?');
      }
    }
    return plain.toString();
  }

  /** Text of one line or several, without other codes that a terminal would obey. */
  public static String lines(String text) {
    return LINE_CODES.matcher(text).replaceAll("?");
  }

  /** Text that came out of a file, for a message: cut short, and without a terminal's codes. */
  public static String excerpt(String text) {
    String cut = text.length() <= MAX_EXCERPT ? text : text.substring(0, MAX_EXCERPT) + "...";
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  /** A loss or accuracy with 4 decimals, a dash where there is none. */
  public static String decimal(double value) {
    return Double.isNaN(value) ? "-" : text("%.4f", value);
  }

  /** A point in time, to the second: {@code 2026-02-28T14:05:09Z}. */
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A duration: {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
  public static String clock(double seconds) {
    long total = Math.round(Math.max(0, seconds));
    long hours = total / 3600;
    return hours > 0
        ? text("%d:%02d:%02d", hours, total / 60 % 60, total % 60)
        : text("%d:%02d", total / 60, total % 60);
  }

  /** A duration with three significant digits: {@code 0.0363 s}. */
  public static String seconds(double seconds) {
    if (Double.isNaN(seconds)) {
      return "-";
    }
    if (seconds >= 100) {
      return text("%.0f s", seconds);
    }
    return seconds >= 10
        ? text("%.1f s", seconds)
        : seconds >= 1 ? text("%.2f s", seconds) : text("%.4f s", seconds);
  }

  /** A rate with a magnitude: {@code 950}, {@code 52.3k}, {@code 1.38M}. */
  public static String rate(double perSecond) {
    if (!(perSecond < Double.POSITIVE_INFINITY)) {
      return "-";
    }
    if (perSecond >= 999_500) {
      return text(perSecond >= 99_950_000 ? "%.0fM" : "%.2fM", perSecond / 1e6);
    }
    return perSecond >= 999.5 ? text("%.1fk", perSecond / 1e3) : text("%.0f", perSecond);
  }
}
