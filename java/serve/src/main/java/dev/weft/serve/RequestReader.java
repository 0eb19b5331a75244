package dev.weft.serve;

import dev.weft.serve.http.Problem;
import dev.weft.serve.http.ServerLimits;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads a body by its media type. */
final class RequestReader implements AutoCloseable {
  /** The media types that are taken, as they stand in the API's description. */
  static final List<String> TYPES =
      List.of(
          "image/png",
          "image/jpeg",
          "image/gif",
          "image/bmp",
          "multipart/form-data",
          "application/json");

  private final PictureReader pictureReader;
  private final JsonRequestReader json;
  private final FormRequestReader multipart;

  /**
   * A reader.
   *
   * @param widest the most features that a model takes
   */
  RequestReader(ServerLimits limits, int widest) {
    this.pictureReader = new PictureReader(limits, System::nanoTime);
    this.json = new JsonRequestReader(limits, widest);
    this.multipart = new FormRequestReader(limits);
  }

  /**
   * Requires a type that is taken, before the body is read.
   *
   * @throws RequestException of 415
   */
  static void require(String contentType) {
    if (!TYPES.contains(essence(contentType))) {
      throw new Problem(
              415,
              "Content-Type "
                  + (contentType.isEmpty() ? "is missing" : "'" + contentType + "' is not taken")
                  + ": expected "
                  + String.join(", ", TYPES),
              Map.of("Accept-Post", String.join(", ", TYPES)))
          .exception();
    }
  }

  /**
   * Reads a body of a required type.
   *
   * @return what it asks; pictures are decoded on threads of their own
   */
  CompletableFuture<PredictRequest> read(String contentType, byte[] body) {
    RequestBody read =
        switch (essence(contentType)) {
          case "application/json" -> json.read(body);
          case "multipart/form-data" -> multipart.read(contentType, body);
          default ->
              new RequestBody.Pictures(List.of(new EncodedPicture(body, "the picture")), List.of());
        };
    if (read instanceof RequestBody.Pictures encoded) {
      return pictureReader
          .read(encoded.pictures())
          .thenApply(decoded -> PredictRequest.ofPictures(decoded, encoded.models()));
    }
    RequestBody.Rows rows = (RequestBody.Rows) read;
    return CompletableFuture.completedFuture(
        new PredictRequest(rows.values(), rows.samples(), rows.width(), List.of(), rows.models()));
  }

  /** Decodes no other picture. */
  @Override
  public void close() {
    pictureReader.close();
  }

  /** The type without its parameters. */
  private static String essence(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
