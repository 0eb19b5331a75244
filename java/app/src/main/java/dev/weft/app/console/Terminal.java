package dev.weft.app.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * What standard error and standard output are connected to.
 *
 * @param interactive whether a person watches standard error, so that lines may be redrawn
 * @param columns its width
 * @param colour whether colours are wanted on standard error
 * @param resultColour whether colours are wanted on standard output
 * @param blocks whether standard output shows block elements, which need Unicode
 */
public record Terminal(
    boolean interactive, int columns, boolean colour, boolean resultColour, boolean blocks) {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int MIN_COLUMNS = 20;
  private static final int MAX_COLUMNS = 1000;

  /** The variables that decide how characters are written, the first that is set (POSIX). */
  private static final List<String> LOCALE = List.of("LC_ALL", "LC_CTYPE", "LANG");

  /** A file or a pipe. */
  public static final Terminal NONE = new Terminal(false, DEFAULT_COLUMNS, false);

  /** One whose standard output is a file or a pipe. */
  public Terminal(boolean interactive, int columns, boolean colour) {
    this(interactive, columns, colour, false, false);
  }

  /**
   * Finds out from the properties {@code weft.terminal} and {@code weft.terminal.out}, which the
   * launcher sets (Java cannot ask for one stream alone), and from {@code TERM}, {@code COLUMNS},
   * {@code NO_COLOR} (no-color.org) and the locale.
   */
  public static Terminal detect(Map<String, String> environment, Properties properties) {
    boolean terminal = Boolean.parseBoolean(properties.getProperty("weft.terminal"));
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean interactive = terminal && !dumb;
    boolean out = Boolean.parseBoolean(properties.getProperty("weft.terminal.out")) && !dumb;
    return new Terminal(
        interactive,
        columns(environment.get("COLUMNS")),
        interactive && colour,
        out && colour,
        unicode(environment));
  }

  private static boolean unicode(Map<String, String> environment) {
    for (String name : LOCALE) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String upper = value.toUpperCase(Locale.ROOT);
        return upper.contains("UTF-8") || upper.contains("UTF8");
      }
    }
    return false;
  }

  /** The same with colours on both streams, or on none. */
  public Terminal withColour(boolean wanted) {
    return new Terminal(interactive, columns, wanted && interactive, wanted, blocks);
  }

  private static int columns(String text) {
    try {
      int columns = text == null ? DEFAULT_COLUMNS : Integer.parseInt(text.strip());
      return columns < MIN_COLUMNS ? DEFAULT_COLUMNS : Math.min(columns, MAX_COLUMNS);
    } catch (NumberFormatException e) {
      return DEFAULT_COLUMNS;
    }
  }
}
