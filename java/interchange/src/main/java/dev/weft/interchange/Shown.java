package dev.weft.interchange;

/** Text that came out of a file, on its way to a terminal. */
final class Shown {
  private static final int MAX_LENGTH = 600;

  private Shown() {}

  /** The text cut short and stripped of what would control a terminal. */
  static String text(String text) {
    String cut = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
