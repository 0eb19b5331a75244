package dev.weft.runs;

import dev.weft.Versions;
import dev.weft.model.ModelMetadata;
import dev.weft.runs.input.Samples;
import dev.weft.train.TrainingSpec;
import java.util.List;
import java.util.Map;

/**
 * One model that a run trains.
 *
 * @param name of its files and in results: {@code multiclass}, {@code binary}, {@code regression}
 * @param recipe the name of the recipe that the specification comes from
 * @param spec how it is trained
 * @param samples what it learns from and is judged by, with the labels or targets of its task
 */
public record ModelRun(String name, String recipe, TrainingSpec spec, Samples samples) {
  /**
   * What a model file says about the model.
   *
   * @param backend that trained it
   * @param epoch after which it has these weights
   */
  ModelMetadata metadata(String backend, int epoch) {
    return new ModelMetadata(
        spec.network(),
        spec.network().classes() > 0 ? samples.train().classNames() : List.of(),
        samples.train().columnNames(),
        recipe,
        spec.seed(),
        samples.source().sha256(),
        backend,
        Versions.read().weft(),
        Map.of(
            "epoch", Integer.toString(epoch),
            "data_source", samples.source().description(),
            "training", spec.toJson()));
  }
}
