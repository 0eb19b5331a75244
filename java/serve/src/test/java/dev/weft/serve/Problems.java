package dev.weft.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;

/** What every refused request gets. */
final class Problems {
  private Problems() {}

  /** Requires problem details of a status, and returns what they say. */
  static String require(int status, HttpResponse<byte[]> response) {
    assertEquals(status, response.statusCode(), () -> new String(response.body()));
    assertEquals("application/problem+json", header(response, "Content-Type"));
    JsonNode problem = Served.read(response);
    assertEquals("about:blank", problem.get("type").asText());
    assertEquals(status, problem.get("status").asInt());
    assertFalse(problem.get("title").asText().isEmpty());
    assertFalse(problem.get("detail").asText().isEmpty());
    return problem.get("detail").asText();
  }

  /** A header of an answer, empty where it has none. */
  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
