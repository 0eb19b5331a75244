package dev.weft.report.html;

import dev.weft.metrics.Predictions;
import dev.weft.text.Format;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The images that a classifier gets wrong whatever its seed.
 *
 * @param text how many are wrong with all seeds, with half of them, with none
 * @param tiles those that are wrong with all, the surest first
 */
public record HardImages(String text, List<Tile> tiles) {
  private static final int MOST = 48;

  public HardImages {
    tiles = List.copyOf(tiles);
  }

  /**
   * Of the answers with each seed to the same images.
   *
   * @param sheet where the images go
   */
  static HardImages of(List<Predictions> bySeed, Optional<ImageSheet> sheet) {
    int seeds = bySeed.size();
    int images = bySeed.get(0).size();
    int[] wrong = new int[images];
    long right = 0;
    for (Predictions answers : bySeed) {
      for (int i = 0; i < images; i++) {
        wrong[i] += answers.right(i) ? 0 : 1;
      }
    }
    for (int seedsWrong : wrong) {
      right += seeds - seedsWrong;
    }
    long never = count(wrong, 0, 1);
    long always = count(wrong, seeds, seeds + 1);
    long halfOrMore = count(wrong, (seeds + 1) / 2, seeds);
    long others = images - never - always - halfOrMore;
    List<Tile> tiles =
        IntStream.range(0, images)
            .filter(i -> wrong[i] == seeds)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -confidence(bySeed, i)))
            .limit(MOST)
            .map(i -> tile(bySeed, sheet, i))
            .toList();
    return new HardImages(
        Format.text(
            "Of %,d test images %,d are right with every one of %d seeds, %,d wrong with fewer than"
                + " half of them, %,d with half or more, and %,d with all: %.1f %% of the mistakes"
                + " of a mean run. Without those that no seed gets right the mean accuracy is"
                + " %.4f.%s",
            images,
            never,
            seeds,
            others,
            halfOrMore,
            always,
            100.0 * always * seeds / Math.max(1, (long) images * seeds - right),
            (double) right / Math.max(1, (images - always) * seeds),
            always > MOST
                ? Format.text(" The %d that are surest of being something else:", MOST)
                : ""),
        tiles);
  }

  private static long count(int[] wrong, int from, int to) {
    return IntStream.of(wrong).filter(seeds -> seeds >= from && seeds < to).count();
  }

  private static double confidence(List<Predictions> bySeed, int image) {
    return bySeed.stream().mapToDouble(answers -> answers.confidence(image)).average().orElse(0);
  }

  private static Tile tile(List<Predictions> bySeed, Optional<ImageSheet> sheet, int image) {
    Predictions first = bySeed.get(0);
    int[] votes = new int[first.classNames().size()];
    bySeed.forEach(answers -> votes[answers.predicted()[image]]++);
    int most =
        IntStream.range(0, votes.length).boxed().max(Comparator.comparingInt(c -> votes[c])).get();
    String truth = first.classNames().get(first.truth()[image]);
    String predicted = first.classNames().get(most);
    return new Tile(
        sheet.map(images -> images.picture(image)),
        Format.text("Test image %d, %s, called %s", image, truth, predicted),
        List.of(
            Format.text("%s, %d of %d", predicted, votes[most], bySeed.size()),
            "is " + truth,
            "test image " + image),
        "");
  }
}
