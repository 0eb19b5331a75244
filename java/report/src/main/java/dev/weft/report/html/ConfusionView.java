package dev.weft.report.html;

import dev.weft.metrics.ConfusionMatrix;
import dev.weft.metrics.Predictions;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A confusion matrix as a table whose cells open their images.
 *
 * @param names of the classes
 * @param rows one a true class
 * @param text what the table shows
 * @param images of each cell, by {@code truth,predicted}: the surest first, at most {@link
 *     #MOST_IMAGES}
 */
public record ConfusionView(
    List<String> names, List<Row> rows, String text, Map<String, List<CellImage>> images) {
  /** The most images that a cell holds. */
  public static final int MOST_IMAGES = 24;

  /** Depth from which a cell has the darkest colours; none has those that no text stands out on. */
  private static final double DEEP = 0.7;

  /**
   * A true class.
   *
   * @param cells one a predicted class
   */
  public record Row(String name, List<Cell> cells) {}

  /**
   * A cell.
   *
   * @param key truth and predicted class as numbers, with a comma between
   * @param share of the row, in per cent
   * @param depth how dark it is, 0 to 1: the root of the share, so that mistakes can be seen
   * @param right whether truth and prediction are the same class
   * @param label the cell in words
   */
  public record Cell(
      String key, long count, String share, String depth, boolean right, String label) {
    /** Whether it is so dark that its text has to be light. */
    public boolean deep() {
      return Double.parseDouble(depth) >= DEEP;
    }

    /** Its place in the tabulator's way: of all cells the first is reached by it, to begin with. */
    public int tabStop() {
      return key.equals("0,0") ? 0 : -1;
    }
  }

  /**
   * An image of a cell.
   *
   * @param c its column on the sheet
   * @param r its row on the sheet
   * @param n its number in the test set, from 0
   * @param p the probability of the predicted class
   */
  public record CellImage(int c, int r, int n, double p) {}

  public ConfusionView {
    names = List.copyOf(names);
    rows = List.copyOf(rows);
  }

  /** Whether there are cells that open. */
  public boolean opens() {
    return !images.isEmpty();
  }

  /**
   * Of a matrix.
   *
   * @param predictions that it counts, where they are known
   * @param sheet where their images go, where there are such
   */
  static ConfusionView of(
      ConfusionMatrix matrix, Optional<Predictions> predictions, Optional<ImageSheet> sheet) {
    List<Row> rows = new ArrayList<>();
    List<String> names = matrix.classNames();
    for (int truth = 0; truth < names.size(); truth++) {
      rows.add(row(matrix, truth));
    }
    String text =
        Format.text(
            "%,d of %,d test samples right. Rows are the truth, columns what was predicted.",
            matrix.correct(), matrix.total());
    Map<String, List<CellImage>> images =
        predictions.isPresent() && sheet.isPresent()
            ? images(predictions.get(), sheet.get())
            : Map.of();
    return new ConfusionView(names, rows, text, images);
  }

  private static Row row(ConfusionMatrix matrix, int truth) {
    List<String> names = matrix.classNames();
    long total = IntStream.range(0, names.size()).mapToLong(k -> matrix.count(truth, k)).sum();
    List<Cell> cells = new ArrayList<>();
    for (int predicted = 0; predicted < names.size(); predicted++) {
      long count = matrix.count(truth, predicted);
      double share = total == 0 ? 0 : (double) count / total;
      String percent = Format.text("%.1f", 100 * share);
      cells.add(
          new Cell(
              truth + "," + predicted,
              count,
              percent,
              Format.text("%.3f", Math.sqrt(share)),
              truth == predicted,
              Format.text(
                  "%s predicted as %s: %d of %d (%s %%)",
                  names.get(truth), names.get(predicted), count, total, percent)));
    }
    return new Row(names.get(truth), cells);
  }

  private static Map<String, List<CellImage>> images(Predictions predictions, ImageSheet sheet) {
    Map<String, List<Integer>> samples = new LinkedHashMap<>();
    IntStream.range(0, predictions.size())
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer sample) -> predictions.confidence(sample))
                .reversed())
        .forEach(
            sample -> {
              List<Integer> cell =
                  samples.computeIfAbsent(
                      predictions.truth()[sample] + "," + predictions.predicted()[sample],
                      key -> new ArrayList<>());
              if (cell.size() < MOST_IMAGES) {
                cell.add(sample);
              }
            });
    Map<String, List<CellImage>> images = new LinkedHashMap<>();
    samples.forEach(
        (key, cell) ->
            images.put(
                key, cell.stream().map(sample -> image(predictions, sheet, sample)).toList()));
    return images;
  }

  private static CellImage image(Predictions predictions, ImageSheet sheet, int sample) {
    SheetPicture picture = sheet.picture(sample);
    double probability = Math.round(predictions.confidence(sample) * 1e4) / 1e4;
    return new CellImage(picture.column(), picture.row(), sample, probability);
  }
}
