package dev.weft.runs.sweep;

import dev.weft.runs.statistics.Summary;
import dev.weft.train.EpochRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a configuration stands among the others.
 *
 * @param epochs that its trainings could have at most: those of the last rung that it reached
 * @param results of its trainings of that rung, by fold and seed
 */
public record Standing(Configuration configuration, int epochs, List<TrialResult> results) {
  public Standing {
    results = List.copyOf(results);
  }

  /** A figure of the epochs whose weights count; empty where no training has it. */
  public Optional<Summary> of(ToDoubleFunction<EpochRecord> figure) {
    double[] values =
        results.stream()
            .flatMap(result -> result.figures().stream())
            .mapToDouble(figure)
            .filter(Double::isFinite)
            .toArray();
    return values.length == 0 ? Optional.empty() : Optional.of(Summary.of(values));
  }

  /** How many of its trainings failed. */
  public int failed() {
    return (int) results.stream().filter(result -> result.figures().isEmpty()).count();
  }

  /** Why the first of them did. */
  public Optional<String> failure() {
    return results.stream().flatMap(result -> result.failure().stream()).findFirst();
  }

  /**
   * The best first: who got further, then who failed less often, then the mean, then who was drawn
   * first.
   */
  static Comparator<Standing> best(Objective objective) {
    return Comparator.comparingInt((Standing standing) -> -standing.epochs)
        .thenComparingInt(Standing::failed)
        .thenComparingDouble(
            standing ->
                standing
                    .of(objective::of)
                    .map(summary -> objective.order(summary.mean()))
                    .orElse(Double.POSITIVE_INFINITY))
        .thenComparingInt(standing -> standing.configuration.number());
  }
}
