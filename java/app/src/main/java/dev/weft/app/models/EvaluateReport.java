package dev.weft.app.models;

import dev.weft.backend.DeviceInfo;
import dev.weft.data.Source;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.GroupEvaluation;
import dev.weft.nn.Architecture;
import dev.weft.runs.EvaluationReport;
import dev.weft.train.Task;
import java.util.List;
import java.util.Optional;

/**
 * What {@code weft evaluate --json} prints.
 *
 * @param groups the classes read as groups, where that was asked for
 */
public record EvaluateReport(
    boolean synthetic,
    String model,
    String task,
    List<Integer> layers,
    double testLoss,
    double testAccuracy,
    EvaluationReport test,
    Optional<Groups> groups,
    String dataSource,
    String dataHash,
    String backend,
    String device) {
  /** By the group of the predicted class, and by that of the largest sum of probabilities. */
  public record Groups(EvaluationReport byClass, EvaluationReport bySummedProbabilities) {}

  /** Of a model's evaluation. */
  public static EvaluateReport of(
      String model,
      Task task,
      Architecture architecture,
      Evaluation evaluation,
      Optional<GroupEvaluation> grouped,
      Source source,
      DeviceInfo device) {
    return new EvaluateReport(
        source.synthetic(),
        model,
        task.toString(),
        architecture.widths(),
        evaluation.loss(),
        evaluation.accuracy(),
        EvaluationReport.of(evaluation),
        grouped.map(
            both ->
                new Groups(EvaluationReport.of(both.byClass()), EvaluationReport.of(both.bySum()))),
        source.description(),
        source.sha256(),
        device.backend(),
        device.device());
  }
}
