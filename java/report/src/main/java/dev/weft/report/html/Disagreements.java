package dev.weft.report.html;

import dev.weft.metrics.Predictions;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The images that the two-class model and the ten-class model's mapped classes tell apart
 * differently.
 *
 * @param text how many there are
 * @param pairs those shown, the widest apart first
 * @param table how often which of the two is right
 */
public record Disagreements(String text, List<Pair> pairs, DataTable table) {
  private static final int MOST = 60;

  /**
   * One image and what the two say.
   *
   * @param truth its class
   * @param direct what the two-class model says
   * @param binarized what the ten-class model says, mapped
   */
  public record Pair(Tile tile, String truth, Opinion direct, Opinion binarized) {}

  /**
   * What one of them says.
   *
   * @param says the class, with its probability
   * @param detail more, or empty
   * @param right whether it is so
   */
  public record Opinion(String says, String detail, boolean right) {}

  public Disagreements {
    pairs = List.copyOf(pairs);
  }

  /**
   * Where two classifiers of the same images disagree.
   *
   * @param many the ten-class model's own predictions, which {@code binarized} are made of
   * @param sheet where the images go
   */
  static Optional<Disagreements> of(
      Predictions direct, Predictions binarized, Predictions many, Optional<ImageSheet> sheet) {
    long[] rights = new long[4];
    List<Integer> samples = new ArrayList<>();
    for (int i = 0; i < direct.size(); i++) {
      rights[(direct.right(i) ? 2 : 0) + (binarized.right(i) ? 1 : 0)]++;
      if (direct.predicted()[i] != binarized.predicted()[i]) {
        samples.add(i);
      }
    }
    samples.sort(
        Comparator.comparingDouble(
                (Integer i) -> Math.abs(direct.probability(i, 1) - binarized.probability(i, 1)))
            .reversed());
    List<Pair> pairs =
        samples.stream().limit(MOST).map(i -> pair(i, direct, binarized, many, sheet)).toList();
    DataTable table =
        new DataTable(
            "How often each is right",
            List.of("images where", "binarized right", "binarized wrong"),
            List.of(
                DataTable.row(
                    "direct binary right", Long.toString(rights[3]), Long.toString(rights[2])),
                DataTable.row(
                    "direct binary wrong", Long.toString(rights[1]), Long.toString(rights[0]))));
    String text =
        Format.text(
            "They disagree on %,d of %,d test images: direct binary is right on %,d of them,"
                + " binarized on %,d.%s",
            samples.size(),
            direct.size(),
            rights[2],
            rights[1],
            samples.size() > MOST
                ? Format.text(" The %d where their probabilities differ most:", MOST)
                : "");
    return Optional.of(new Disagreements(text, pairs, table));
  }

  private static Pair pair(
      int i,
      Predictions direct,
      Predictions binarized,
      Predictions many,
      Optional<ImageSheet> sheet) {
    String truth = many.classNames().get(many.truth()[i]);
    Tile tile =
        new Tile(
            sheet.map(images -> images.picture(i)),
            "Test image " + i + ", " + truth,
            List.of("test image " + i),
            "");
    String detail =
        "as "
            + many.classNames().get(many.predicted()[i])
            + Format.text(" %.4f", many.confidence(i));
    return new Pair(tile, truth, opinion(direct, i, ""), opinion(binarized, i, detail));
  }

  private static Opinion opinion(Predictions predictions, int i, String detail) {
    return new Opinion(
        predictions.classNames().get(predictions.predicted()[i])
            + Format.text(" %.4f", predictions.confidence(i)),
        detail,
        predictions.right(i));
  }
}
