package dev.weft.backend.natives;

import dev.weft.SettingException;
import java.util.Map;

/** What a backend chooses by itself, and the system properties that force it. */
public final class Choices {
  private Choices() {}

  /**
   * The number that a property's value stands for; {@code auto} where it is not set.
   *
   * @throws SettingException for a value that is none of the choices
   */
  public static int of(String property, Map<String, Integer> codes) {
    String value = System.getProperty(property, "auto");
    Integer code = codes.get(value);
    if (code == null) {
      throw new SettingException(
          property, value, "one of " + codes.keySet().stream().sorted().toList());
    }
    return code;
  }

  /** The name of a number. */
  public static String nameOf(int code, Map<String, Integer> codes) {
    return codes.entrySet().stream()
        .filter(entry -> entry.getValue() == code)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("unknown");
  }
}
