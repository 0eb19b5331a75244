package dev.weft.report.html;

import dev.weft.runs.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a page holds beside its text. Its policy lets the browser run the three scripts with these
 * hashes, show images that stand in the page, and nothing else: nothing can be fetched or sent, and
 * a script that had come in with a class name would not run.
 *
 * @param policy the content security policy
 * @param css all style rules
 * @param early the script that runs before the page is drawn: it sets the theme
 * @param echarts the charting library
 * @param script the page's own
 * @param json what the scripts show
 */
public record PageAssets(
    String policy, String css, String early, String echarts, String script, String json) {
  /**
   * With the style rules of sheets of images and the data of the scripts.
   *
   * @param data made of records, lists and maps
   */
  static PageAssets of(String sheets, Object data) {
    String early = resource("early.js");
    String echarts = resource("echarts/echarts.common.min.js");
    String script = resource("report.js");
    String policy =
        "default-src 'none'; script-src "
            + hash(early)
            + " "
            + hash(echarts)
            + " "
            + hash(script)
            + "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    return new PageAssets(
        policy, resource("report.css") + sheets, early, echarts, script, Json.inHtml(data));
  }

  private static String resource(String name) {
    try (InputStream in = PageAssets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks " + name + ": build again");
      }
      // An HTML parser reads CR LF as LF before it hashes a script.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
