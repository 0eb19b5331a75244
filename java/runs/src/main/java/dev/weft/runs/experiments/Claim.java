package dev.weft.runs.experiments;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.runs.statistics.Interval;
import dev.weft.runs.statistics.Judgement;
import java.util.List;
import java.util.Optional;

/**
 * One of the study's conclusions held against many seeds: whether it is so on average, and in how
 * many runs it was so, which are two questions.
 *
 * @param id stable, for scripts
 * @param claim what is claimed of the mean over seeds
 * @param judgement of that
 * @param figures that the judgement follows, in words
 * @param holdsIn the runs in which it was so
 * @param seeds the runs
 * @param effect how large the difference is that the claim is about; empty of the mistakes
 * @param mcNemar tests of single runs, where both answers are to the same question
 * @param details further figures, each a short line
 */
public record Claim(
    String id,
    String claim,
    Judgement judgement,
    String figures,
    int holdsIn,
    int seeds,
    Optional<Effect> effect,
    Optional<SingleRuns> mcNemar,
    List<String> details) {
  /** The claim, the judgement and its figures, for people. */
  @JsonProperty
  public String sentence() {
    return "on average "
        + claim
        + ": "
        + judgement
        + (judgement == Judgement.CANNOT_BE_TOLD ? " from " + seeds + " seeds" : "")
        + ". "
        + figures;
  }

  /**
   * A mean difference between accuracies.
   *
   * @param mean over seeds and images
   * @param overSeeds where seeds are drawn anew and the images stay
   * @param overSeedsAndImages where both are, which is what the judgement follows
   * @param seedError the standard error of the mean that comes from seeds
   * @param imageError the one that comes from the finite set of images
   */
  public record Effect(
      double mean,
      Interval overSeeds,
      Interval overSeedsAndImages,
      double seedError,
      double imageError) {}

  /**
   * McNemar's exact test of each run on the same images.
   *
   * @param pValues corrected for their number (Holm), by seed
   * @param significant those below 0.05
   * @param onlyFirst images that only the first has right, by seed
   * @param onlySecond images that only the second has right
   */
  public record SingleRuns(
      List<Double> pValues, int significant, List<Integer> onlyFirst, List<Integer> onlySecond) {}
}
