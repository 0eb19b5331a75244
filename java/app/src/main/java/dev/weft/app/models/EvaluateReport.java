package dev.weft.app.models;

import dev.weft.backend.DeviceInfo;
import dev.weft.data.Source;
import dev.weft.metrics.Evaluation;
import dev.weft.nn.Architecture;
import dev.weft.runs.EvaluationReport;
import dev.weft.train.Task;
import java.util.List;

/** What {@code weft evaluate --json} prints. */
public record EvaluateReport(
    boolean synthetic,
    String model,
    String task,
    List<Integer> layers,
    double testLoss,
    double testAccuracy,
    EvaluationReport test,
    String dataSource,
    String dataHash,
    String backend,
    String device) {
  /** Of a model's evaluation. */
  public static EvaluateReport of(
      String model,
      Task task,
      Architecture architecture,
      Evaluation evaluation,
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
        source.description(),
        source.sha256(),
        device.backend(),
        device.device());
  }
}
