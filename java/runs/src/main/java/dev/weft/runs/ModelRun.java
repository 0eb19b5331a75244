package dev.weft.runs;

import dev.weft.UsageException;
import dev.weft.Versions;
import dev.weft.data.ColumnNames;
import dev.weft.data.FeatureScale;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.runs.input.Samples;
import dev.weft.train.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
   * Requires that the model can be written once it is trained.
   *
   * @throws UsageException where the data has more names than a model file has room for
   */
  public ModelRun {
    ColumnNames columns = samples.train().columnNames();
    int bytes =
        Stream.of(samples.train().classNames(), columns.features(), columns.targets())
            .mapToInt(ModelFile::bytesOf)
            .sum();
    if (bytes > ModelFile.MAX_NAME_BYTES) {
      throw new UsageException(
          "the names of classes and columns take "
              + bytes
              + " bytes, a model file has room for "
              + ModelFile.MAX_NAME_BYTES
              + ": shorten them");
    }
  }

  /**
   * What a model file says about the model.
   *
   * @param backend that trained it
   * @param epoch after which it has these weights
   */
  ModelMetadata metadata(String backend, int epoch) {
    ModelMetadata metadata =
        new ModelMetadata(
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
    return metadata.with(FeatureScale.of(samples.train()));
  }
}
