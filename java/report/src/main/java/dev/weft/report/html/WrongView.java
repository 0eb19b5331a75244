package dev.weft.report.html;

import dev.weft.metrics.Answers;
import dev.weft.text.Format;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The images that a classifier gets wrong with the highest probability.
 *
 * @param text how many there are
 */
public record WrongView(String text, List<Tile> tiles) {
  private static final int MOST = 24;

  public WrongView {
    tiles = List.copyOf(tiles);
  }

  /** Of a classifier's answers; empty where nothing is wrong. */
  static Optional<WrongView> of(Answers answers, ImageSheet sheet) {
    List<Integer> wrong =
        IntStream.range(0, answers.size())
            .filter(sample -> !answers.right(sample))
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer sample) -> answers.confidence(sample))
                    .reversed())
            .toList();
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    List<Tile> tiles =
        wrong.stream().limit(MOST).map(sample -> tile(answers, sheet, sample)).toList();
    return Optional.of(
        new WrongView(
            Format.text(
                "%d of %,d wrong images, the surest first, with the probabilities of the"
                    + " predicted and of the true class.",
                tiles.size(), wrong.size()),
            tiles));
  }

  private static Tile tile(Answers answers, ImageSheet sheet, int sample) {
    String truth = answers.classNames().get(answers.truth()[sample]);
    String predicted = answers.classNames().get(answers.predicted()[sample]);
    String confidence = Format.text("%.4f", answers.confidence(sample));
    return new Tile(
        Optional.of(sheet.picture(sample)),
        Format.text(
            "Test image %d, %s, predicted as %s with probability %s",
            sample, truth, predicted, confidence),
        List.of(
            predicted + " " + confidence,
            "is "
                + truth
                + Format.text(" %.4f", answers.probability(sample, answers.truth()[sample])),
            "test image " + sample),
        "");
  }
}
