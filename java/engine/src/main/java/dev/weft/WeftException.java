package dev.weft;

/**
 * The root of everything that Weft throws for reasons outside the calling code: damaged data, model
 * files that do not fit, devices that cannot be had. Messages are written for people: they name
 * what was wrong, what was expected and, where there is one, the remedy.
 *
 * <p>Mistakes in the calling code itself are {@link IllegalArgumentException} and {@link
 * IllegalStateException}.
 */
public abstract class WeftException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected WeftException(String message) {
    super(message);
  }

  protected WeftException(String message, Throwable cause) {
    super(message, cause);
  }
}
