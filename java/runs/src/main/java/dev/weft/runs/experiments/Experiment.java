package dev.weft.runs.experiments;

import dev.weft.metrics.Predictions;
import dev.weft.train.History;
import java.util.Optional;

/**
 * One of the three experiments.
 *
 * @param name multiclass, binary, or for the ten-class model's outputs read as two classes
 *     binarized
 * @param history of the training; the binarized experiment has that of the ten-class model
 * @param last with the last weights, as the study reported
 * @param best with the weights of the lowest val_loss
 * @param answers to the test images, with the last weights; empty where figures alone are known
 * @param validationAnswers the same to the validation images
 */
public record Experiment(
    String name,
    History history,
    ExperimentFigures last,
    ExperimentFigures best,
    Optional<Predictions> answers,
    Optional<Predictions> validationAnswers) {}
