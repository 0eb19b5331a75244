package dev.weft.runs;

import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.SampleRange;
import dev.weft.train.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint says about its run: as much of the document of results as is known when a run
 * begins, under the same names.
 *
 * @param experiments whether it is a run of the three experiments
 * @param recipe the name of the recipe that it follows
 * @param input what is read
 * @param trainRange the training samples taken, where not all are
 * @param seeds how many seeds the experiments have
 * @param resumed where the run took up others
 * @param provenance what the figures come from
 */
public record RunDescription(
    boolean experiments,
    String recipe,
    DataSpec input,
    Optional<String> trainRange,
    int seeds,
    List<Resumption> resumed,
    Origin provenance) {
  /**
   * Where figures come from, as much as it takes to go on.
   *
   * @param dataHash of the data
   * @param backend that trains
   * @param properties what else is known of what it computes on, by name
   * @param command that started it
   * @param configuration how each model is trained, by the name that results give it
   */
  public record Origin(
      String dataHash,
      String backend,
      Map<String, String> properties,
      String command,
      Map<String, Map<String, Object>> configuration) {}

  /** Of a training of one model. */
  public static RunDescription ofTraining(
      ModelRun model,
      DataSpec input,
      Optional<SampleRange> trainRange,
      List<Resumption> resumed,
      Provenance.Start started) {
    return new RunDescription(
        false,
        model.recipe(),
        input,
        trainRange.map(SampleRange::toString),
        1,
        resumed,
        origin(started, Map.of("train", model.spec())));
  }

  /**
   * Of the three experiments.
   *
   * @param seeds how many, from that of the recipe on
   */
  public static RunDescription ofExperiments(
      Recipe recipe,
      int seeds,
      DataSpec input,
      List<Resumption> resumed,
      Provenance.Start started) {
    Map<String, TrainingSpec> models = new LinkedHashMap<>();
    models.put("multiclass", recipe.multiclass());
    models.put("binary", recipe.binary());
    return new RunDescription(
        true, recipe.name(), input, Optional.empty(), seeds, resumed, origin(started, models));
  }

  private static Origin origin(Provenance.Start started, Map<String, TrainingSpec> models) {
    Map<String, Map<String, Object>> configuration = new LinkedHashMap<>();
    models.forEach((name, spec) -> configuration.put(name, spec.facts()));
    return new Origin(
        started.source().sha256(),
        started.device().backend(),
        started.device().properties(),
        started.command(),
        configuration);
  }
}
