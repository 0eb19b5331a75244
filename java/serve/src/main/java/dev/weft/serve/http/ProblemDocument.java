package dev.weft.serve.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpStatus;

/** Problems as JSON documents (RFC 9457). */
final class ProblemDocument {
  /** The media type. */
  static final String TYPE = "application/problem+json";

  private static final JsonFactory JSON = new JsonFactory();

  private ProblemDocument() {}

  static byte[] of(Problem problem) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("type", "about:blank");
      out.writeStringField("title", HttpStatus.getMessage(problem.status()));
      out.writeNumberField("status", problem.status());
      out.writeStringField("detail", problem.detail());
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
