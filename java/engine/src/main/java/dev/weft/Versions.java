package dev.weft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The versions of what runs.
 *
 * @param weft this program
 * @param java the Java runtime
 * @param javacpp the bridge to native code
 * @param openblas the preset of OpenBLAS that the build names
 */
public record Versions(String weft, String java, String javacpp, String openblas) {
  private static final String UNKNOWN = "unknown";

  /** Reads what the build wrote. */
  public static Versions read() {
    Properties built = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      if (in != null) {
        built.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Versions(
        filled(built, "weft"),
        Runtime.version().toString(),
        filled(built, "javacpp"),
        filled(built, "openblas"));
  }

  /** A value that the build filled in; placeholders stay where classes run without a build. */
  private static String filled(Properties properties, String key) {
    String value = properties.getProperty(key, UNKNOWN);
    return value.startsWith("$") ? UNKNOWN : value;
  }

  /** Name and version of each, in order. */
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("weft", weft);
    map.put("java", java);
    map.put("javacpp", javacpp);
    map.put("openblas", openblas);
    return map;
  }
}
