package dev.weft.train;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What cannot be, since a field of its specification is out of range, contradicts another one or
 * what it is applied to. The message names the fields; {@link #message} spells them as somebody
 * else does, the command line as options.
 */
public final class SpecException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final Pattern FIELD = Pattern.compile("\\{([a-z0-9_]+)}");

  private final String template;

  /**
   * @param template the message, in which fields stand in braces: {@code "{epochs} takes..."}
   */
  public SpecException(String template) {
    super(spelt(template, field -> field));
    this.template = template;
  }

  /** The message with each field spelt by {@code spelling} of its name, such as batch_size. */
  public String message(UnaryOperator<String> spelling) {
    return spelt(template, spelling);
  }

  /** A text whose fields stand in braces, each spelt by {@code spelling} of its name. */
  public static String spelt(String template, UnaryOperator<String> spelling) {
    return FIELD
        .matcher(template)
        .replaceAll(field -> Matcher.quoteReplacement(spelling.apply(field.group(1))));
  }
}
