package dev.weft;

import dev.weft.train.SpecException;
import java.util.function.Supplier;

/**
 * Misuse of the command line: the message names the option, what was found and the remedy. Exit 2.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** How the command line spells the field of a specification: batch_size is --batch-size. */
  public static String option(String field) {
    return "--" + field.replace('_', '-');
  }

  /** A text with the fields in braces spelt as options, see {@link SpecException}. */
  public static String spelt(String template) {
    return SpecException.spelt(template, UsageException::option);
  }

  /** Runs what interprets option values, where an {@link IllegalArgumentException} is misuse. */
  public static <T> T interpreting(Supplier<T> values) {
    try {
      return values.get();
    } catch (SpecException e) {
      throw new UsageException(e.message(UsageException::option), e);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
