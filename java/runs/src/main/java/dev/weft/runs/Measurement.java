package dev.weft.runs;

import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import java.util.Optional;

/**
 * What was measured with one set of weights.
 *
 * @param epoch after which the network had them
 * @param test on the test samples, where there are any
 * @param validation on the validation samples, where there are any
 * @param testPredictions for the test samples, where outputs are classes
 * @param validationPredictions for the validation samples, likewise
 */
public record Measurement(
    int epoch,
    Optional<Evaluation> test,
    Optional<Evaluation> validation,
    Optional<Predictions> testPredictions,
    Optional<Predictions> validationPredictions) {}
