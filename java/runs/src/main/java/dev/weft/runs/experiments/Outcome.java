package dev.weft.runs.experiments;

import dev.weft.runs.TrainedModel;
import java.util.List;

/**
 * A complete run of the experiments.
 *
 * @param multiclass ten classes
 * @param binary clothing against footwear and bags
 * @param binarized the ten-class model's predicted classes, mapped to the two groups
 * @param summed its class probabilities, summed over each group: the second reading of the same
 *     idea
 * @param multiclassModel the ten-class model
 * @param binaryModel the two-class model
 */
public record Outcome(
    Experiment multiclass,
    Experiment binary,
    Experiment binarized,
    Experiment summed,
    TrainedModel multiclassModel,
    TrainedModel binaryModel) {
  /** The three experiments that results name. */
  public List<Experiment> experiments() {
    return List.of(multiclass, binary, binarized);
  }
}
