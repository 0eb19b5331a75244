package dev.weft.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weft.serve.models.NetworkModel;
import dev.weft.serve.models.ServedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What models say, as a JSON document. */
final class PredictionsDocument {
  private static final JsonFactory JSON = new JsonFactory();

  private PredictionsDocument() {}

  /**
   * The document.
   *
   * @param models that were asked, in order
   * @param outputs of their networks, [samples, outputs] each
   * @param withSeen whether the pixels of pictures are told, too
   */
  static byte[] write(
      PredictRequest request,
      List<ServedModel> models,
      Map<NetworkModel, float[]> outputs,
      boolean withSeen) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeArrayFieldStart("predictions");
      for (int sample = 0; sample < request.samples(); sample++) {
        out.writeStartObject();
        if (withSeen && !request.seen().isEmpty()) {
          out.writeFieldName("seen");
          out.writeBinary(request.seen().get(sample));
        }
        out.writeArrayFieldStart("results");
        for (ServedModel model : models) {
          result(out, model, outputs.get(model.network()), sample);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void result(JsonGenerator out, ServedModel model, float[] outputs, int sample)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("model", model.name());
    if (model.classifies()) {
      float[] probabilities = model.probabilities(outputs, sample);
      int choice = model.choice(outputs, sample);
      out.writeStringField("class", model.classNames().get(choice));
      out.writeFieldName("probability");
      number(out, probabilities[choice]);
      out.writeArrayFieldStart("probabilities");
      for (int k = 0; k < probabilities.length; k++) {
        out.writeStartObject();
        out.writeStringField("class", model.classNames().get(k));
        out.writeFieldName("probability");
        number(out, probabilities[k]);
        out.writeEndObject();
      }
      out.writeEndArray();
    } else {
      out.writeArrayFieldStart("values");
      for (float value : model.network().values(outputs, sample)) {
        number(out, value);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  /** Null for what JSON has no number for: a model may have diverged. */
  private static void number(JsonGenerator out, float value) throws IOException {
    if (Float.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }
}
