package dev.weft.serve.http;

import java.util.Optional;

/**
 * One thing that can be asked for.
 *
 * @param method GET (which serves HEAD, too) or POST
 * @param path as in the API's description: {@code {name}} stands for one segment at the end
 * @param endpoint answers
 */
public record Route(String method, String path, Endpoint endpoint) {
  private static final String NAME = "{name}";

  /** Answers requests. */
  @FunctionalInterface
  public interface Endpoint {
    /**
     * Answers, now or later.
     *
     * @param name what stands in the path for {@code {name}}
     */
    void answer(Exchange exchange, String name);
  }

  /** The name in a path of this route, empty where the route has none; nothing for other paths. */
  Optional<String> match(String requested) {
    if (!path.endsWith(NAME)) {
      return path.equals(requested) ? Optional.of("") : Optional.empty();
    }
    String before = path.substring(0, path.length() - NAME.length());
    String name = requested.startsWith(before) ? requested.substring(before.length()) : "";
    return name.isEmpty() || name.contains("/") ? Optional.empty() : Optional.of(name);
  }

  /** Whether a request of this method is for it. */
  boolean takes(String requested) {
    return method.equals(requested) || method.equals("GET") && requested.equals("HEAD");
  }

  /** The methods that it takes, as the header Allow has them. */
  String allowed() {
    return method.equals("GET") ? "GET, HEAD" : method;
  }
}
