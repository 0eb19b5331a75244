package dev.weft.runs.experiments;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The three experiments with several seeds.
 *
 * @param seeds one for each outcome, the first being that of the run
 * @param outcomes in their order
 */
public record SeedOutcomes(List<Long> seeds, List<Outcome> outcomes) {
  public SeedOutcomes {
    seeds = List.copyOf(seeds);
    outcomes = List.copyOf(outcomes);
    if (seeds.isEmpty() || seeds.size() != outcomes.size()) {
      throw new IllegalArgumentException(
          outcomes.size() + " outcomes do not fit " + seeds.size() + " seeds");
    }
  }

  /** A run with one seed. */
  public static SeedOutcomes of(Outcome only) {
    return new SeedOutcomes(List.of(only.multiclassModel().run().spec().seed()), List.of(only));
  }

  /** The same and further seeds behind it. */
  public SeedOutcomes with(List<Long> further, List<Outcome> furtherOutcomes) {
    return new SeedOutcomes(
        Stream.concat(seeds.stream(), further.stream()).toList(),
        Stream.concat(outcomes.stream(), furtherOutcomes.stream()).toList());
  }

  /** The run's own, with its first seed. */
  public Outcome first() {
    return outcomes.get(0);
  }

  /** One of the experiments with each seed. */
  public List<Experiment> each(Function<Outcome, Experiment> experiment) {
    return outcomes.stream().map(experiment).toList();
  }

  /** The accuracies of one of them by seed. */
  public SeedFigures figures(Function<Outcome, Experiment> experiment) {
    return SeedFigures.of(seeds, each(experiment));
  }

  /** Whether there is more than one, so that something can be said about seeds. */
  public boolean several() {
    return seeds.size() > 1;
  }
}
