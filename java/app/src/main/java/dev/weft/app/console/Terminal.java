package dev.weft.app.console;

import java.util.Map;
import java.util.Properties;

/**
 * What standard error is connected to.
 *
 * @param interactive whether a person watches, so that lines may be redrawn
 * @param columns its width
 * @param colour whether colours are wanted
 */
public record Terminal(boolean interactive, int columns, boolean colour) {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int MIN_COLUMNS = 20;
  private static final int MAX_COLUMNS = 1000;

  /** A file or a pipe. */
  public static final Terminal NONE = new Terminal(false, DEFAULT_COLUMNS, false);

  /**
   * Finds out from the property {@code weft.terminal}, which the launcher sets (Java cannot ask for
   * one stream alone), and from {@code TERM}, {@code COLUMNS} and {@code NO_COLOR} (no-color.org).
   */
  public static Terminal detect(Map<String, String> environment, Properties properties) {
    boolean terminal = Boolean.parseBoolean(properties.getProperty("weft.terminal"));
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean interactive = terminal && !dumb;
    return new Terminal(interactive, columns(environment.get("COLUMNS")), interactive && colour);
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
