package dev.weft.report.html;

import dev.weft.metrics.Predictions;
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

  /** Of a classifier's predictions; empty where nothing is wrong. */
  static Optional<WrongView> of(Predictions predictions, ImageSheet sheet) {
    List<Integer> wrong =
        IntStream.range(0, predictions.size())
            .filter(sample -> !predictions.right(sample))
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer sample) -> predictions.confidence(sample))
                    .reversed())
            .toList();
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    List<Tile> tiles =
        wrong.stream().limit(MOST).map(sample -> tile(predictions, sheet, sample)).toList();
    return Optional.of(
        new WrongView(
            Format.text(
                "%d of %,d wrong images, the surest first, with the probabilities of the"
                    + " predicted and of the true class.",
                tiles.size(), wrong.size()),
            tiles));
  }

  private static Tile tile(Predictions predictions, ImageSheet sheet, int sample) {
    String truth = predictions.classNames().get(predictions.truth()[sample]);
    String predicted = predictions.classNames().get(predictions.predicted()[sample]);
    String confidence = Format.text("%.4f", predictions.confidence(sample));
    return new Tile(
        Optional.of(sheet.picture(sample)),
        Format.text(
            "Test image %d, %s, predicted as %s with probability %s",
            sample, truth, predicted, confidence),
        List.of(
            predicted + " " + confidence,
            "is "
                + truth
                + Format.text(
                    " %.4f", predictions.probability(sample, predictions.truth()[sample])),
            "test image " + sample),
        "");
  }
}
