package dev.weft.serve.http;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Keeps pages of other sites away from a server that is meant for this machine alone. A page can
 * reach it under a name of its own that it lets point here (DNS rebinding), so only the names of
 * the loopback interface are answered; and browsers say when another site is behind a request.
 *
 * @param loopback whether the server listens on the loopback interface alone
 */
public record OriginCheck(boolean loopback) {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /**
   * Requires that a request may be answered.
   *
   * @throws RequestException of 403 or 421
   */
  void check(Request request) {
    String host = request.getHttpURI().getHost();
    if (loopback && (host == null || !NAMES.contains(host.toLowerCase(Locale.ROOT)))) {
      throw Problem.of(421, "this server answers to localhost, 127.0.0.1 and [::1] alone")
          .exception();
    }
    String site = request.getHeaders().get("Sec-Fetch-Site");
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    boolean foreign =
        site == null
            ? origin != null && !origin.equalsIgnoreCase(ownOrigin(request))
            : site.equals("cross-site") || site.equals("same-site");
    if (foreign && !isNavigation(request)) {
      throw Problem.of(403, "requests from pages of other sites are not answered").exception();
    }
  }

  private static String ownOrigin(Request request) {
    return "http://" + request.getHeaders().get(HttpHeader.HOST);
  }

  /** Following a link to the page is no request in another site's name. */
  private static boolean isNavigation(Request request) {
    return "GET".equals(request.getMethod())
        && "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"));
  }
}
