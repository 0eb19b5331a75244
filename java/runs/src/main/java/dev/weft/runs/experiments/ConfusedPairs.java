package dev.weft.runs.experiments;

import dev.weft.metrics.Confusion;
import dev.weft.metrics.ConfusionMatrix;
import dev.weft.runs.experiments.Study.ConfusedPair;
import dev.weft.runs.statistics.Interval;
import dev.weft.runs.statistics.Judgement;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The claim that the ten-class model's commonest mistakes are those of the study, held against many
 * seeds: places in the mean confusion matrix, how far they vary, and how sure the claim is where
 * seeds are drawn anew.
 */
final class ConfusedPairs {
  private static final int RESAMPLES = 1000;
  private static final long SEED = 42;

  /** A place that no mistake has: the pair was never confused. */
  private static final int NEVER = Integer.MAX_VALUE;

  private ConfusedPairs() {}

  static Claim claim(SeedOutcomes all) {
    List<ConfusionMatrix> matrices =
        all.each(Outcome::multiclass).stream().map(e -> e.last().test().confusion()).toList();
    int seeds = matrices.size();
    int holdsIn = (int) matrices.stream().filter(ConfusedPairs::allAmongFirst).count();
    double surely = share(matrices);
    Judgement judgement =
        Judgement.of(seeds, surely >= Interval.LEVEL, surely <= 1 - Interval.LEVEL);
    List<String> details = new ArrayList<>();
    details.add(Format.text("in single runs: so in %d of %d", holdsIn, seeds));
    Study.MOST_CONFUSED.forEach(pair -> details.add(detail(pair, matrices)));
    details.add(commonest(matrices));
    String claim =
        Format.text(
            "the commonest mistakes are those of the study (first %d)", Verdicts.AMONG_FIRST);
    return new Claim(
        "most_confused",
        claim,
        judgement,
        Format.text("So in %.0f %% of draws of seeds.", 100 * surely),
        holdsIn,
        seeds,
        Optional.empty(),
        Optional.empty(),
        details);
  }

  /** The share of draws of seeds in whose mean matrix all pairs are among the first. */
  private static double share(List<ConfusionMatrix> matrices) {
    SplittableRandom draws = new SplittableRandom(SEED);
    int so = 0;
    for (int i = 0; i < RESAMPLES; i++) {
      List<ConfusionMatrix> drawn =
          matrices.stream().map(m -> matrices.get(draws.nextInt(matrices.size()))).toList();
      so += allAmongFirst(ConfusionMatrix.sum(drawn)) ? 1 : 0;
    }
    return (double) so / RESAMPLES;
  }

  private static boolean allAmongFirst(ConfusionMatrix matrix) {
    List<Confusion> mistakes = matrix.mostConfused(Integer.MAX_VALUE);
    return Study.MOST_CONFUSED.stream()
        .allMatch(pair -> place(pair, mistakes) <= Verdicts.AMONG_FIRST);
  }

  /** From 1. */
  private static int place(ConfusedPair pair, List<Confusion> mistakes) {
    return IntStream.range(0, mistakes.size())
        .filter(i -> Verdicts.matches(pair, mistakes.get(i)))
        .map(i -> i + 1)
        .findFirst()
        .orElse(NEVER);
  }

  private static String detail(ConfusedPair pair, List<ConfusionMatrix> matrices) {
    int[] places =
        matrices.stream()
            .mapToInt(matrix -> place(pair, matrix.mostConfused(Integer.MAX_VALUE)))
            .sorted()
            .toArray();
    int tail = (int) Math.floor(places.length * (1 - Interval.LEVEL) / 2);
    int last = places[places.length - 1 - tail];
    ConfusionMatrix mean = ConfusionMatrix.sum(matrices);
    int place = place(pair, mean.mostConfused(Integer.MAX_VALUE));
    return place == NEVER
        ? pair + ": never"
        : Format.text(
            "%s: place %d of the mean, in runs %d to %s", pair, place, places[tail], text(last));
  }

  private static String text(int place) {
    return place == NEVER ? "never" : Integer.toString(place);
  }

  private static String commonest(List<ConfusionMatrix> matrices) {
    Optional<Confusion> first = commonest(ConfusionMatrix.sum(matrices));
    if (first.isEmpty()) {
      return "there are no mistakes";
    }
    String pair = pair(first.get());
    long runs =
        matrices.stream()
            .filter(matrix -> commonest(matrix).map(ConfusedPairs::pair).equals(Optional.of(pair)))
            .count();
    return Format.text(
        "commonest of all: %s, %.0f images on average, first in %d of %d runs",
        pair, (double) first.get().count() / matrices.size(), runs, matrices.size());
  }

  private static Optional<Confusion> commonest(ConfusionMatrix matrix) {
    return matrix.mostConfused(1).stream().findFirst();
  }

  private static String pair(Confusion mistake) {
    return mistake.truth() + " as " + mistake.predicted();
  }
}
