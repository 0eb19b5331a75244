package dev.weft.runs.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import dev.weft.runs.statistics.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Claims about means over seeds, with answers drawn so that the truth is known. */
class ClaimsTest {
  private static final int IMAGES = 1000;
  private static final int SHIRT = 6;

  /**
   * Seeds whose two-class models have each image right with these chances; ten classes as the
   * binarized, less {@code below}.
   */
  private static SeedOutcomes drawn(
      int seeds, double binary, double binarized, double below, double aboveTest) {
    SplittableRandom draws = new SplittableRandom(3);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      Experiment two = experiment("binary", draws, 2, binary, aboveTest);
      Experiment mapped = experiment("binarized", draws, 2, binarized, 0);
      Experiment ten = experiment("multiclass", draws, 10, binarized - below, aboveTest);
      Outcome base = Outcomes.of(0.8, 0.9, 0.9, 0);
      outcomes.add(
          new Outcome(ten, two, mapped, mapped, base.multiclassModel(), base.binaryModel()));
    }
    return new SeedOutcomes(LongStream.range(0, seeds).boxed().toList(), outcomes);
  }

  private static Experiment experiment(
      String name, SplittableRandom draws, int classes, double chance, double aboveTest) {
    Predictions test = answers(draws, classes, chance);
    Predictions validation = answers(draws, classes, chance + aboveTest);
    ExperimentFigures figures = ExperimentFigures.of(1, evaluation(test), evaluation(validation));
    return new Experiment(
        name, Outcomes.HISTORY, figures, figures, Optional.of(test), Optional.of(validation));
  }

  /** Those that are wrong are called the class after the true one. */
  private static Predictions answers(SplittableRandom draws, int classes, double chance) {
    int[] truth = new int[IMAGES];
    int[] predicted = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      truth[i] = i % classes;
      predicted[i] = draws.nextDouble() < chance ? truth[i] : (truth[i] + 1) % classes;
    }
    List<String> names =
        classes == 2 ? FashionMnist.CLOTHING.groupNames() : FashionMnist.CLASS_NAMES;
    return new Predictions(names, truth, predicted, new float[IMAGES * classes]);
  }

  private static Evaluation evaluation(Predictions answers) {
    return Evaluation.ofPredictions(answers.classNames(), answers.truth(), answers.predicted());
  }

  private static Claim claim(SeedOutcomes all, String id) {
    return Claims.of(all).stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void aClearDifferenceHoldsOrDoesNot() {
    Claim holds = claim(drawn(12, 0.97, 0.93, 0.1, 0), "binary_ahead_of_binarized");
    assertEquals(Judgement.HOLDS, holds.judgement());
    assertEquals(12, holds.holdsIn());
    assertTrue(Math.abs(holds.effect().orElseThrow().mean() - 0.04) < 0.01);
    assertTrue(holds.effect().orElseThrow().overSeedsAndImages().isAbove(0));
    assertTrue(holds.mcNemar().orElseThrow().significant() > 6);
    Claim fails = claim(drawn(12, 0.93, 0.97, 0.1, 0), "binary_ahead_of_binarized");
    assertEquals(Judgement.DOES_NOT_HOLD, fails.judgement());
    assertEquals(0, fails.holdsIn());
  }

  @Test
  void noDifferenceCannotBeTold() {
    Claim claim = claim(drawn(12, 0.95, 0.95, 0.1, 0), "binary_ahead_of_binarized");
    assertEquals(Judgement.CANNOT_BE_TOLD, claim.judgement());
    assertTrue(claim.sentence().contains("cannot be told from 12 seeds"), claim.sentence());
    assertEquals(0, claim.mcNemar().orElseThrow().significant());
  }

  @Test
  void fewSeedsTellNothing() {
    Claim claim = claim(drawn(4, 0.97, 0.93, 0.1, 0), "binary_ahead_of_binarized");
    assertEquals(Judgement.CANNOT_BE_TOLD, claim.judgement());
    assertEquals(List.of(), Claims.of(drawn(1, 0.97, 0.93, 0.1, 0)));
  }

  @Test
  void validationIsCloseWhereTheWholeIntervalIs() {
    assertEquals(
        Judgement.HOLDS,
        claim(drawn(12, 0.97, 0.95, 0.1, 0), "validation_close_to_test_binary").judgement());
    assertEquals(
        Judgement.DOES_NOT_HOLD,
        claim(drawn(12, 0.85, 0.8, 0.1, 0.1), "validation_close_to_test_binary").judgement());
    assertEquals(
        Judgement.CANNOT_BE_TOLD,
        claim(drawn(12, 0.9, 0.8, 0.1, 0.02), "validation_close_to_test_multiclass").judgement());
  }

  @Test
  void theCommonestMistakesAreThoseOfTheMeanMatrix() {
    int[][] study = {{SHIRT, 0, 9}, {SHIRT, 2, 8}, {4, 2, 7}, {5, 7, 1}};
    int[][] others = {
      {0, 1, 30}, {1, 0, 30}, {2, 1, 30}, {3, 1, 30}, {5, 9, 30}, {7, 9, 30}, {SHIRT, 0, 1}
    };
    assertEquals(Judgement.HOLDS, ConfusedPairs.claim(mistakes(8, study, 0, others)).judgement());
    Claim mixed = ConfusedPairs.claim(mistakes(4, study, 4, others));
    assertEquals(4, mixed.holdsIn());
    assertEquals(Judgement.DOES_NOT_HOLD, mixed.judgement());
    assertEquals(
        Judgement.DOES_NOT_HOLD, ConfusedPairs.claim(mistakes(0, study, 8, others)).judgement());
    assertTrue(
        ConfusedPairs.claim(mistakes(8, study, 0, others)).details().stream()
            .anyMatch(d -> d.startsWith("commonest of all: Shirt as T-shirt/top, 9 images")));
  }

  private static SeedOutcomes mistakes(int some, int[][] mistakes, int more, int[][] others) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < some + more; i++) {
      outcomes.add(Outcomes.withMistakes(i < some ? mistakes : others));
    }
    return new SeedOutcomes(LongStream.range(0, some + more).boxed().toList(), outcomes);
  }
}
