package dev.weft.runs;

import java.util.Optional;

/**
 * A trained model and what was measured with it.
 *
 * @param last with the last weights; empty where the training did not come to its end
 * @param best with those of the lowest val_loss, likewise and where there are such
 */
public record MeasuredModel(
    TrainedModel trained, Optional<Measurement> last, Optional<Measurement> best) {}
