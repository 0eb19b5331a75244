package dev.weft.runs;

import dev.weft.runs.training.ModelPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
  /**
   * The options that give this plan whatever a recipe says, in order, with their values; none for
   * one that takes none.
   */
  public Map<String, List<String>> options() {
    Map<String, List<String>> options = new LinkedHashMap<>();
    options.put("--task", List.of(task));
    options.put(
        "--layers", List.of(layers.stream().map(String::valueOf).collect(Collectors.joining(","))));
    options.put("--activation", List.of(activation));
    List<String> rates = new ArrayList<>();
    dropout.forEach((layer, rate) -> rates.add(rate + "@" + layer));
    if (!rates.isEmpty()) {
      options.put("--dropout", rates);
    }
    options.put("--loss", List.of(loss));
    options.put("--epochs", List.of(Integer.toString(epochs)));
    options.put("--batch-size", List.of(Integer.toString(batchSize)));
    options.put("--learning-rate", List.of(Float.toString(learningRate)));
    options.put("--lr-schedule", List.of(lrSchedule));
    options.put("--beta1", List.of(Double.toString(beta1)));
    options.put("--beta2", List.of(Double.toString(beta2)));
    options.put("--epsilon", List.of(Double.toString(epsilon)));
    options.put("--validation", List.of(validation));
    options.put("--early-stopping", List.of(earlyStopping.map(String::valueOf).orElse("off")));
    options.put("--class-weights", List.of(classWeights));
    if (!shuffle) {
      options.put("--no-shuffle", List.of());
    }
    options.put("--seed", List.of(Long.toString(seed)));
    return options;
  }

  /** Of a plan. */
  public static PlanReport of(ModelPlan plan) {
    return new PlanReport(
        plan.task().toString(),
        plan.network().layers(),
        plan.network().activation().toString(),
        plan.network().dropout(),
        plan.network().loss().kerasName(),
        plan.epochs(),
        plan.batchSize(),
        plan.learningRate(),
        plan.schedule().toString(),
        plan.optimizer().name(),
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
