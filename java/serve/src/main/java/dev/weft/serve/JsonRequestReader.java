package dev.weft.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weft.serve.http.Problem;
import dev.weft.serve.http.RequestException;
import dev.weft.serve.http.ServerLimits;
import dev.weft.serve.models.Models;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pictures or numbers as JSON: one of {@code images} (each a file in Base64), {@code pixels} (each
 * 784 grey values of 0 to 255) and {@code rows} (features as the network takes them), and {@code
 * model} or {@code models}. It is read as a stream, so that nothing is built that is not wanted.
 */
final class JsonRequestReader {
  /** An object, an array in it, and a row in that. */
  private static final int DEEPEST = 3;

  private static final int LONGEST_NUMBER = 64;

  private final JsonFactory factory;
  private final int samples;
  private final int widest;

  /**
   * A reader.
   *
   * @param widest the most features that a model takes: longer rows are not kept
   */
  JsonRequestReader(ServerLimits limits, int widest) {
    this.widest = widest;
    this.samples = limits.samples();
    this.factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(limits.bodyBytes())
                    .build())
            .build();
  }

  RequestBody read(byte[] body) {
    try (JsonParser in = factory.createParser(body)) {
      return document(in);
    } catch (JsonProcessingException e) {
      throw Problem.of(400, "the JSON cannot be read: " + said(e)).exception();
    } catch (IOException e) {
      // Nothing is read but the body: what ends here is text that is damaged in its encoding.
      throw Problem.of(400, "the JSON cannot be read: it is no text in UTF-8, UTF-16 or UTF-32")
          .exception();
    }
  }

  private static String said(JsonProcessingException e) {
    String place =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    // Jackson goes on with advice to programmers.
    String message = e.getOriginalMessage().lines().findFirst().orElse("");
    return message.replaceFirst("[:;(] ?enable .*", "") + place;
  }

  private RequestBody document(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw wrong("expected an object with images, pixels or rows");
    }
    Optional<RequestBody> found = Optional.empty();
    List<String> models = List.of();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "images", "pixels", "rows" -> {
          if (found.isPresent()) {
            throw wrong("only one of images, pixels and rows is taken");
          }
          found = Optional.of(field.equals("images") ? images(in) : numbers(in, field));
        }
        case "model", "models" -> {
          if (!models.isEmpty()) {
            throw wrong("only one of model and models is taken");
          }
          models = names(in, field);
        }
        default ->
            throw wrong(
                "unknown field '"
                    + field
                    + "': expected images, pixels or rows, and model or models");
      }
    }
    if (in.nextToken() != null) {
      throw wrong("something follows the object");
    }
    return found.orElseThrow(() -> wrong("images, pixels or rows is missing")).withModels(models);
  }

  private List<String> names(JsonParser in, String field) throws IOException {
    List<String> names = new ArrayList<>();
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      names.add(in.getText());
      return names;
    }
    requireArray(in, field + " is a name or an array of names");
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw wrong(field + " is a name or an array of names");
      }
      requireRoom(names.size());
      names.add(in.getText());
    }
    return names;
  }

  private RequestBody images(JsonParser in) throws IOException {
    String expected = "images is an array of files in Base64";
    requireArray(in, expected);
    List<EncodedPicture> pictures = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw wrong(expected);
      }
      requireRoom(pictures.size());
      String which = "images[" + pictures.size() + "]";
      byte[] file;
      try {
        file = in.getBinaryValue();
      } catch (JsonProcessingException e) {
        throw wrong(which + " is not Base64");
      }
      pictures.add(new EncodedPicture(file, which));
    }
    requireSome(pictures.size(), "images");
    return new RequestBody.Pictures(pictures, List.of());
  }

  /** One row of numbers, or an array of rows. */
  private RequestBody numbers(JsonParser in, String field) throws IOException {
    boolean pixels = field.equals("pixels");
    requireArray(in, field + " is an array of numbers, or of arrays of numbers");
    FloatList values = new FloatList();
    int rows = 0;
    int width = 0;
    JsonToken first = in.nextToken();
    if (first != null && first.isNumeric()) {
      row(in, field, pixels ? Models.PIXELS : widest, pixels, values);
      rows = 1;
      width = values.size();
    } else {
      for (; in.currentToken() != JsonToken.END_ARRAY; in.nextToken()) {
        String which = field + "[" + rows + "]";
        requireArray(in, which + " is an array of numbers");
        requireRoom(rows);
        in.nextToken();
        int from = values.size();
        row(in, which, pixels ? Models.PIXELS : widest, pixels, values);
        if (rows > 0 && values.size() - from != width) {
          throw values(which + " has " + (values.size() - from) + " values, but [0] has " + width);
        }
        width = values.size() - from;
        rows++;
      }
    }
    requireSome(width, field);
    if (pixels && width != Models.PIXELS) {
      throw values(
          field
              + " are "
              + Models.PIXELS
              + " values a picture (28 x 28, row after row), not "
              + width);
    }
    return new RequestBody.Rows(values.toArray(), rows, width, List.of());
  }

  /** The numbers from the current one to the end of the array. */
  private static void row(JsonParser in, String which, int widest, boolean pixels, FloatList values)
      throws IOException {
    for (int i = 0; in.currentToken() != JsonToken.END_ARRAY; in.nextToken(), i++) {
      if (!in.currentToken().isNumeric()) {
        throw wrong(which + "[" + i + "] is not a number");
      }
      if (i == widest) {
        throw values(which + " has more than " + widest + " values, which no model takes");
      }
      float value = in.getFloatValue();
      if (!Float.isFinite(value) || pixels && !(value >= 0 && value <= PictureReader.WHITE)) {
        throw values(
            which
                + "["
                + i
                + "] is "
                + in.getText()
                + (pixels ? ", expected 0 to 255" : ", beyond what a float32 holds"));
      }
      values.add(pixels ? value / PictureReader.WHITE : value);
    }
  }

  private static void requireArray(JsonParser in, String message) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(message);
    }
  }

  private void requireRoom(int present) {
    if (present >= samples) {
      throw values("a request has at most " + samples + " samples");
    }
  }

  private static void requireSome(int present, String field) {
    if (present == 0) {
      throw values(field + " is empty");
    }
  }

  private static RequestException wrong(String detail) {
    return Problem.of(400, detail).exception();
  }

  private static RequestException values(String detail) {
    return Problem.of(422, detail).exception();
  }
}
