package dev.weft;

/**
 * A system property of Weft's has a value that it does not take; the message says which it does.
 */
public final class SettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * @param property its name
   * @param value what it is
   * @param expected what it takes, in words
   */
  public SettingException(String property, String value, String expected) {
    super("the system property " + property + " is " + value + ", expected " + expected);
  }
}
