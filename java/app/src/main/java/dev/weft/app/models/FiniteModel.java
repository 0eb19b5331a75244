package dev.weft.app.models;

import dev.weft.ModelFileException;
import dev.weft.metrics.Evaluation;
import java.nio.file.Path;

/** Models whose numbers are none: training that diverged, or a file that was damaged. */
public final class FiniteModel {
  private FiniteModel() {}

  private static int unsound(float[] parameters) {
    int count = 0;
    for (float parameter : parameters) {
      count += Float.isFinite(parameter) ? 0 : 1;
    }
    return count;
  }

  /**
   * Requires that a model's parameters are numbers; nothing that it computed would be one else.
   *
   * @throws ModelFileException where some are not
   */
  public static void require(Path model, float[] parameters) {
    int unsound = unsound(parameters);
    if (unsound > 0) {
      throw new ModelFileException(
          model
              + ": "
              + unsound
              + " of its "
              + parameters.length
              + " parameters are NaN or infinite, so it computes nothing; its training diverged or"
              + " the file is damaged (weft show names the tensors)");
    }
  }

  /**
   * Requires that a model with finite parameters gave numbers: products of large ones may be none.
   *
   * @throws ModelFileException where its loss is NaN
   */
  public static void require(Path model, Evaluation evaluation) {
    if (Double.isNaN(evaluation.loss())) {
      throw new ModelFileException(
          model + ": its outputs are not numbers (NaN): its weights, or the data, are too large");
    }
  }
}
