package dev.weft.serve;

import dev.weft.serve.http.Problem;
import dev.weft.serve.models.Models;
import dev.weft.serve.models.ServedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client asks to be classified.
 *
 * @param rows [samples, width], as networks take them: pixels as value / 255
 * @param samples how many
 * @param width features of each
 * @param seen of pictures the 28 x 28 grey pixels that they became; empty for rows of numbers
 * @param models the names that the body asks for; empty for all that take such rows
 */
record PredictRequest(
    float[] rows, int samples, int width, List<byte[]> seen, List<String> models) {
  /** Pictures, each as the 784 grey pixels that a network sees. */
  static PredictRequest ofPictures(List<byte[]> pictures, List<String> models) {
    float[] rows = new float[pictures.size() * Models.PIXELS];
    int to = 0;
    for (byte[] picture : pictures) {
      for (byte pixel : picture) {
        rows[to++] = (pixel & 0xff) / PictureReader.WHITE;
      }
    }
    return new PredictRequest(rows, pictures.size(), Models.PIXELS, List.copyOf(pictures), models);
  }

  /** The same for these models, where the body names none itself. */
  PredictRequest orModels(List<String> named) {
    if (named.isEmpty()) {
      return this;
    }
    if (!models.isEmpty()) {
      throw Problem.of(400, "models are named in the body and in the query: name them once")
          .exception();
    }
    return new PredictRequest(rows, samples, width, seen, named);
  }

  /**
   * The models that are to answer.
   *
   * @throws RequestException where one does not exist or takes other rows
   */
  List<ServedModel> chosen(Models served) {
    if (models.isEmpty()) {
      List<ServedModel> fitting =
          served.all().stream().filter(model -> model.network().inputs() == width).toList();
      if (fitting.isEmpty()) {
        throw Problem.of(
                422, "no model takes rows of " + width + " values: " + inputsOf(served.all()))
            .exception();
      }
      return fitting;
    }
    List<ServedModel> chosen = new ArrayList<>();
    for (String name : models) {
      ServedModel model =
          served
              .find(name)
              .orElseThrow(
                  () ->
                      Problem.of(
                              422,
                              "there is no model '"
                                  + name
                                  + "', only "
                                  + String.join(", ", served.names()))
                          .exception());
      if (model.network().inputs() != width) {
        throw Problem.of(422, "rows of " + width + " values: " + inputsOf(List.of(model)))
            .exception();
      }
      if (!chosen.contains(model)) {
        chosen.add(model);
      }
    }
    return chosen;
  }

  private static String inputsOf(List<ServedModel> models) {
    return String.join(
        ", ",
        models.stream().map(model -> model.name() + " takes " + model.network().inputs()).toList());
  }
}
