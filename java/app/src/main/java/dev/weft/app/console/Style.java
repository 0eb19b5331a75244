package dev.weft.app.console;

import dev.weft.text.Format;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Emphasis in results: codes of ANSI X3.64 for a terminal, nothing for files and pipes. */
public enum Style {
  PLAIN,
  ANSI;

  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";

  private static final Pattern CODE =
      Pattern.compile("\u001b\\[(?:[012]|3[12]|38;5;\\d{1,3};48;5;\\d{1,3})m");

  /** Something to be seen first. */
  public String strong(String text) {
    return with(BOLD, text);
  }

  /** Something to be seen last. */
  public String faint(String text) {
    return with(DIM, text);
  }

  /** Something as it should be. */
  public String good(String text) {
    return with(GREEN, text);
  }

  /** Something that is not as it should be. */
  public String bad(String text) {
    return with(RED, text);
  }

  /**
   * Two pixels, one above the other, in one character cell.
   *
   * @param upper grey, 0 to 255
   * @param lower grey, 0 to 255
   */
  public String halfBlock(int upper, int lower) {
    return with("38;5;" + grey(upper) + ";48;5;" + grey(lower), "\u2580");
  }

  /** The nearest of the 24 greys, of black and of white in the palette of 256 colours. */
  private static int grey(int value) {
    // Greys 232 to 255 of the palette are 8, 18, ... 238; 16 is black and 231 white.
    if (value < 4) {
      return 16;
    }
    return value > 246 ? 231 : 232 + Math.min(23, (value - 3) / 10);
  }

  /** A text without codes that a terminal would obey, but for those of this style. */
  String guarded(String text) {
    if (this == PLAIN) {
      return Format.lines(text);
    }
    StringBuilder guarded = new StringBuilder();
    Matcher own = CODE.matcher(text);
    int end = 0;
    while (own.find()) {
      guarded.append(Format.lines(text.substring(end, own.start()))).append(own.group());
      end = own.end();
    }
    return guarded.append(Format.lines(text.substring(end))).toString();
  }

  private String with(String code, String text) {
    return this == ANSI && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
