package dev.weft.app.models;

import dev.weft.ModelFileException;
import dev.weft.metrics.Evaluation;
import dev.weft.model.FiniteValues;
import dev.weft.nn.Architecture;
import java.nio.file.Path;

/** Models whose numbers are none: training that diverged, or a file that was damaged. */
public final class FiniteModel {
  private FiniteModel() {}

  /**
   * Requires that a model's parameters are numbers; nothing that it computed would be one else.
   *
   * @throws ModelFileException naming the first that is not
   */
  public static void require(Path model, Architecture architecture, float[] parameters) {
    try {
      FiniteValues.require(model, architecture, parameters);
    } catch (ModelFileException e) {
      throw new ModelFileException(e.getMessage() + " (weft show tells more)", e);
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
