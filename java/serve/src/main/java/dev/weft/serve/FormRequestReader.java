package dev.weft.serve;

import dev.weft.serve.http.Problem;
import dev.weft.serve.http.RequestException;
import dev.weft.serve.http.ServerLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/** Pictures as a form sends them: each part a picture, but those named model name models. */
final class FormRequestReader {
  private static final String MODEL = "model";
  private static final int HEADER_BYTES = 4096;

  private final int samples;

  FormRequestReader(ServerLimits limits) {
    this.samples = limits.samples();
  }

  RequestBody read(String contentType, byte[] body) {
    try {
      return parsed(contentType, body);
    } catch (RequestException e) {
      throw e;
    } catch (IOException e) {
      throw Problem.of(400, "the form cannot be read: " + e.getMessage()).exception();
    } catch (RuntimeException e) {
      // What the parser throws for boundaries, names and character sets is of many kinds.
      throw Problem.of(400, "the form cannot be read: it is damaged or has too many parts")
          .exception();
    }
  }

  private RequestBody parsed(String contentType, byte[] body) throws IOException {
    String boundary = MultiPart.extractBoundary(contentType);
    if (boundary == null || boundary.isEmpty()) {
      throw Problem.of(400, "multipart/form-data needs a boundary in Content-Type").exception();
    }
    MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
    parser.setMaxParts(2L * samples);
    parser.setPartHeadersMaxLength(HEADER_BYTES);
    // Everything is in memory already, and nothing goes to a disk.
    parser.setMaxMemoryFileSize(-1);
    parser.setMaxFileSize(-1);
    CompletableFuture<MultiPartFormData.Parts> parsed = new CompletableFuture<>();
    parser.parse(
        Content.Source.from(ByteBuffer.wrap(body)),
        Promise.Invocable.from(
            Invocable.InvocationType.NON_BLOCKING,
            parsed::complete,
            parsed::completeExceptionally));
    try (MultiPartFormData.Parts parts = parsed.join()) {
      return request(parts);
    }
  }

  private RequestBody request(MultiPartFormData.Parts parts) throws IOException {
    List<EncodedPicture> pictures = new ArrayList<>();
    List<String> models = new ArrayList<>();
    for (MultiPart.Part part : parts) {
      if (MODEL.equals(part.getName()) && part.getFileName() == null) {
        models.add(part.getContentAsString(StandardCharsets.UTF_8));
      } else {
        if (pictures.size() == samples) {
          throw Problem.of(422, "a request has at most " + samples + " pictures").exception();
        }
        ByteBuffer content = Content.Source.asByteBuffer(part.createContentSource());
        byte[] file = new byte[content.remaining()];
        content.get(file);
        pictures.add(new EncodedPicture(file, "picture " + pictures.size()));
      }
    }
    if (pictures.isEmpty()) {
      throw Problem.of(422, "the form has no pictures").exception();
    }
    return new RequestBody.Pictures(pictures, models);
  }
}
