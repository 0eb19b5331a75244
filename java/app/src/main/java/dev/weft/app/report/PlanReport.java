package dev.weft.app.report;

import dev.weft.app.training.ModelPlan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A plan in the words of the options that would give it. */
public record PlanReport(
    String task,
    List<Integer> layers,
    String activation,
    Map<Integer, Float> dropout,
    String loss,
    int epochs,
    int batchSize,
    float learningRate,
    String lrSchedule,
    String optimizer,
    double beta1,
    double beta2,
    double epsilon,
    String validation,
    Optional<Integer> earlyStopping,
    String classWeights,
    boolean shuffle,
    long seed) {
  /** Of a plan. */
  public static PlanReport of(ModelPlan plan) {
    return new PlanReport(
        plan.task().toString(),
        plan.network().layers(),
        plan.network().activation().name().toLowerCase(Locale.ROOT),
        plan.network().dropout(),
        plan.network().loss().kerasName(),
        plan.epochs(),
        plan.batchSize(),
        plan.learningRate(),
        plan.schedule().toString(),
        "adam",
        plan.optimizer().beta1(),
        plan.optimizer().beta2(),
        plan.optimizer().epsilon(),
        plan.validation().toString(),
        plan.patience().stream().boxed().findFirst(),
        plan.classWeights().toString(),
        plan.shuffle(),
        plan.seed());
  }
}
