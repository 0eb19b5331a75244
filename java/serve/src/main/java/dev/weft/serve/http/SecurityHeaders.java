package dev.weft.serve.http;

import org.eclipse.jetty.server.Response;

/** What every answer tells browsers: run nothing but the page's own files, and guess nothing. */
public final class SecurityHeaders {
  /** Only files of this server, and pictures that the page itself makes. */
  public static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  static void add(Response response) {
    response
        .getHeaders()
        .put("Content-Security-Policy", POLICY)
        .put("X-Content-Type-Options", "nosniff")
        .put("Referrer-Policy", "no-referrer")
        .put("Cross-Origin-Resource-Policy", "same-origin")
        .put("Cross-Origin-Opener-Policy", "same-origin");
  }
}
