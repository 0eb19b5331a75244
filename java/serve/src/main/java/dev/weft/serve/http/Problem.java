package dev.weft.serve.http;

import java.util.Map;

/**
 * Why a request was not answered, as a client gets it: problem details of RFC 9457 with the type
 * about:blank, where the title is that of the status.
 *
 * @param status of HTTP
 * @param detail what was expected and what was found
 * @param headers that belong to the status, such as Allow or Retry-After
 */
public record Problem(int status, String detail, Map<String, String> headers) {
  /** One without headers of its own. */
  public static Problem of(int status, String detail) {
    return new Problem(status, detail, Map.of());
  }

  /** Too much at once: the client may try again in a second. */
  public static Problem busy(String detail) {
    return new Problem(503, detail, Map.of("Retry-After", "1"));
  }

  /** Thrown, it becomes the answer. */
  public RequestException exception() {
    return new RequestException(this);
  }
}
