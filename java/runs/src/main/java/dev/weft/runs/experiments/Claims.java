package dev.weft.runs.experiments;

import dev.weft.metrics.Predictions;
import dev.weft.runs.experiments.Claim.Effect;
import dev.weft.runs.experiments.Claim.SingleRuns;
import dev.weft.runs.statistics.Bootstrap;
import dev.weft.runs.statistics.Holm;
import dev.weft.runs.statistics.Interval;
import dev.weft.runs.statistics.Judgement;
import dev.weft.runs.statistics.McNemar;
import dev.weft.runs.statistics.Summary;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Holds the study's conclusions about accuracies against many seeds, each model with its last
 * weights. What is judged is the mean over seeds and images: its interval comes from drawing both
 * anew, since other seeds would have given other figures, and other test images too.
 */
public final class Claims {
  private static final double LEVEL = 1 - Interval.LEVEL;

  private Claims() {}

  /** All conclusions, in the study's order; none of a single seed. */
  public static List<Claim> of(SeedOutcomes all) {
    if (!all.several()) {
      return List.of();
    }
    List<Claim> claims = new ArrayList<>();
    claims.add(
        ahead(
            all,
            "binarized_ahead_of_multiclass",
            "binarized is ahead of ten classes",
            Outcome::binarized,
            Outcome::multiclass));
    claims.add(
        ahead(
            all,
            "binary_ahead_of_binarized",
            "binary is ahead of binarized",
            Outcome::binary,
            Outcome::binarized));
    claims.add(validationIsClose(all, "multiclass", Outcome::multiclass));
    claims.add(validationIsClose(all, "binary", Outcome::binary));
    claims.add(ConfusedPairs.claim(all));
    return claims;
  }

  private static Claim ahead(
      SeedOutcomes all,
      String id,
      String claim,
      Function<Outcome, Experiment> first,
      Function<Outcome, Experiment> second) {
    boolean[][] a = right(all, first, Experiment::answers);
    boolean[][] b = right(all, second, Experiment::answers);
    byte[][] differences = new byte[a.length][];
    for (int seed = 0; seed < a.length; seed++) {
      differences[seed] = difference(a[seed], b[seed]);
    }
    double[] means = means(differences);
    Effect effect =
        new Effect(
            Summary.of(means).mean(),
            Bootstrap.overSeeds(means),
            Bootstrap.overSeedsAndSamples(differences),
            standardError(means),
            standardError(columnMeans(differences)));
    int holdsIn = (int) Arrays.stream(means).filter(mean -> mean > 0).count();
    Judgement judgement = Judgement.ofPositive(a.length, effect.overSeedsAndImages());
    SingleRuns tests = tests(a, b);
    return new Claim(
        id,
        claim,
        judgement,
        figures(effect),
        holdsIn,
        a.length,
        Optional.of(effect),
        Optional.of(tests),
        List.of(
            inRuns(holdsIn, a.length),
            Format.text(
                "McNemar on the images of each run: below 0.05 in %d of %d (Holm)",
                tests.significant(), a.length),
            errors(effect)));
  }

  private static Claim validationIsClose(
      SeedOutcomes all, String name, Function<Outcome, Experiment> experiment) {
    byte[][] validation = ones(right(all, experiment, Experiment::validationAnswers));
    byte[][] test = ones(right(all, experiment, Experiment::answers));
    double[] ofValidation = means(validation);
    double[] ofTest = means(test);
    double[] gaps = new double[ofTest.length];
    Arrays.setAll(gaps, i -> ofValidation[i] - ofTest[i]);
    Effect effect =
        new Effect(
            Summary.of(gaps).mean(),
            Bootstrap.overSeeds(gaps),
            Bootstrap.difference(validation, test),
            standardError(gaps),
            Math.hypot(standardError(columnMeans(validation)), standardError(columnMeans(test))));
    int seeds = gaps.length;
    int holdsIn = (int) Arrays.stream(gaps).filter(gap -> Math.abs(gap) <= Verdicts.CLOSE).count();
    long above = Arrays.stream(gaps).filter(gap -> gap > 0).count();
    Judgement judgement = Judgement.ofClose(seeds, effect.overSeedsAndImages(), Verdicts.CLOSE);
    String claim =
        Format.text(
            "validation accuracy is close to test accuracy, within %.2f (%s)",
            Verdicts.CLOSE, name);
    return new Claim(
        "validation_close_to_test_" + name,
        claim,
        judgement,
        figures(effect),
        holdsIn,
        seeds,
        Optional.of(effect),
        Optional.empty(),
        List.of(
            inRuns(holdsIn, seeds),
            Format.text("validation is above test in %d of %d", above, seeds),
            errors(effect)));
  }

  private static String figures(Effect effect) {
    return Format.text(
        "Difference %+.4f, 95 %% interval %+.4f to %+.4f.",
        effect.mean(), effect.overSeedsAndImages().lower(), effect.overSeedsAndImages().upper());
  }

  private static String inRuns(int holdsIn, int seeds) {
    return Format.text("in single runs: so in %d of %d", holdsIn, seeds);
  }

  private static String errors(Effect effect) {
    return Format.text(
        "standard error: %.4f from seeds, %.4f from the finite set of images",
        effect.seedError(), effect.imageError());
  }

  private static SingleRuns tests(boolean[][] first, boolean[][] second) {
    List<McNemar> tests =
        IntStream.range(0, first.length)
            .mapToObj(seed -> McNemar.of(first[seed], second[seed]))
            .toList();
    double[] adjusted = Holm.adjust(tests.stream().mapToDouble(McNemar::pValue).toArray());
    return new SingleRuns(
        Arrays.stream(adjusted).boxed().toList(),
        (int) Arrays.stream(adjusted).filter(p -> p < LEVEL).count(),
        tests.stream().map(McNemar::onlyFirst).toList(),
        tests.stream().map(McNemar::onlySecond).toList());
  }

  /** Whether each answer of each seed is right, [seeds][images]. */
  private static boolean[][] right(
      SeedOutcomes all,
      Function<Outcome, Experiment> experiment,
      Function<Experiment, Optional<Predictions>> answers) {
    return all.each(experiment).stream()
        .map(one -> right(answers.apply(one).orElseThrow()))
        .toArray(boolean[][]::new);
  }

  private static boolean[] right(Predictions answers) {
    boolean[] right = new boolean[answers.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = answers.truth()[i] == answers.predicted()[i];
    }
    return right;
  }

  private static byte[] difference(boolean[] first, boolean[] second) {
    byte[] difference = new byte[first.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = (byte) ((first[i] ? 1 : 0) - (second[i] ? 1 : 0));
    }
    return difference;
  }

  private static byte[][] ones(boolean[][] table) {
    return Arrays.stream(table)
        .map(row -> difference(row, new boolean[row.length]))
        .toArray(byte[][]::new);
  }

  private static double[] means(byte[][] table) {
    return Arrays.stream(table)
        .mapToDouble(
            row -> {
              long sum = 0;
              for (byte value : row) {
                sum += value;
              }
              return (double) sum / row.length;
            })
        .toArray();
  }

  private static double[] columnMeans(byte[][] table) {
    double[] means = new double[table[0].length];
    for (byte[] row : table) {
      for (int i = 0; i < means.length; i++) {
        means[i] += (double) row[i] / table.length;
      }
    }
    return means;
  }

  private static double standardError(double[] values) {
    return Summary.of(values).standardDeviation() / Math.sqrt(values.length);
  }
}
