package dev.weft.report;

import dev.weft.metrics.ConfusionMatrix;
import dev.weft.metrics.Predictions;
import dev.weft.report.html.Chart;
import dev.weft.report.html.Chart.Axis;
import dev.weft.report.html.Chart.Series;
import dev.weft.report.html.Chart.Shape;
import dev.weft.report.html.DataTable;
import dev.weft.report.html.ReportBuilder;
import dev.weft.report.html.SeedsView;
import dev.weft.report.html.SeedsView.ClaimView;
import dev.weft.runs.experiments.Claim;
import dev.weft.runs.experiments.Experiment;
import dev.weft.runs.experiments.Outcome;
import dev.weft.runs.experiments.SeedFigures;
import dev.weft.runs.experiments.SeedOutcomes;
import dev.weft.runs.experiments.SeedTables;
import dev.weft.runs.statistics.Summary;
import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The part of the page about several seeds. */
final class SeedsPart {
  private final SeedOutcomes all;

  private SeedsPart(SeedOutcomes all) {
    this.all = all;
  }

  /** Empty where there is one seed. */
  static Optional<SeedsView> of(SeedOutcomes all, List<Claim> claims, ReportBuilder builder) {
    return all.several() ? Optional.of(new SeedsPart(all).view(claims, builder)) : Optional.empty();
  }

  private SeedsView view(List<Claim> claims, ReportBuilder builder) {
    List<Chart> charts = new ArrayList<>();
    charts.add(accuracies("multiclass", "Ten classes", Outcome::multiclass));
    charts.add(accuracies("binary", "Two classes", Outcome::binary));
    charts.add(accuracies("binarized", "Binarized", Outcome::binarized));
    charts.add(curves("multiclass", "Ten classes", Outcome::multiclass));
    charts.add(curves("binary", "Two classes", Outcome::binary));
    ensemble().ifPresent(charts::add);
    List<Predictions> answers =
        all.each(Outcome::multiclass).stream().flatMap(e -> e.answers().stream()).toList();
    return new SeedsView(
        Format.text(
            "The same with the seeds %d to %d, each with its last weights. A claim is about the"
                + " mean: its interval comes from drawing both seeds and images anew, since other"
                + " seeds would have given other figures, and other images too. What single runs"
                + " say is another question.",
            all.seeds().get(0), all.seeds().get(all.seeds().size() - 1)),
        claims.stream().map(SeedsPart::claim).toList(),
        charts,
        List.of(
            new DataTable(
                "Accuracies over " + all.seeds().size() + " seeds",
                SeedTables.COLUMNS,
                SeedTables.rows(all)),
            meanConfusion()),
        answers.isEmpty() ? Optional.empty() : Optional.of(builder.hard(answers)));
  }

  private static ClaimView claim(Claim claim) {
    List<String> details = new ArrayList<>();
    details.add(claim.figures());
    details.addAll(claim.details());
    String tone =
        switch (claim.judgement()) {
          case HOLDS -> "holds";
          case DOES_NOT_HOLD -> "fails";
          case CANNOT_BE_TOLD -> "open";
        };
    return new ClaimView(
        claim.id(), "On average " + claim.claim(), claim.judgement().toString(), tone, details);
  }

  /** A point a seed, and at the right the five-number box of all. */
  private Chart accuracies(String id, String title, Function<Outcome, Experiment> experiment) {
    SeedFigures figures = all.figures(experiment);
    Summary test = figures.testAccuracySummary().orElseThrow();
    Summary validation = figures.valAccuracySummary().orElseThrow();
    double last = all.seeds().get(all.seeds().size() - 1);
    double step = Math.max(1, all.seeds().size() / 12.0);
    List<Series> series = new ArrayList<>();
    series.add(points("test", "c1", figures.testAccuracies()));
    series.add(points("validation", "val", figures.valAccuracies()));
    series.addAll(box("test, box", "c1", last + 1.5 * step, step / 2, test));
    series.addAll(box("validation, box", "val", last + 3 * step, step / 2, validation));
    return new Chart(
        "seeds-" + id,
        title + ", accuracy by seed; boxes at the right",
        Format.text(
            "Test accuracy %.4f on average, from %.4f to %.4f; validation %.4f, from %.4f to %.4f",
            test.mean(),
            test.min(),
            test.max(),
            validation.mean(),
            validation.min(),
            validation.max()),
        new Axis("seed", List.of(), Optional.empty(), Optional.empty(), true),
        Axis.free("accuracy"),
        series,
        List.of(),
        Optional.empty());
  }

  private Series points(String name, String role, List<Double> values) {
    return new Series(
        name,
        role,
        Shape.POINTS,
        IntStream.range(0, values.size())
            .mapToObj(i -> Chart.point(all.seeds().get(i), values.get(i)))
            .toList());
  }

  /** Quartiles as a box with the median across, and whiskers to the ends. */
  private static List<Series> box(
      String name, String role, double x, double half, Summary summary) {
    double low = summary.lowerQuartile();
    double high = summary.upperQuartile();
    return List.of(
        new Series(
            name,
            role,
            Shape.OUTLINE,
            List.of(
                Chart.point(x, summary.min()),
                Chart.point(x, low),
                Chart.point(x - half, low),
                Chart.point(x - half, summary.median()),
                Chart.point(x + half, summary.median()),
                Chart.point(x - half, summary.median()),
                Chart.point(x - half, high),
                Chart.point(x, high),
                Chart.point(x, summary.max()),
                Chart.point(x, high),
                Chart.point(x + half, high),
                Chart.point(x + half, low),
                Chart.point(x, low))));
  }

  /** The median val_loss by epoch, and the quartiles of the seeds that were trained so far. */
  private Chart curves(String id, String title, Function<Outcome, Experiment> experiment) {
    List<List<EpochRecord>> histories =
        all.each(experiment).stream().map(e -> e.history().epochs()).toList();
    int longest = histories.stream().mapToInt(List::size).max().orElse(0);
    List<List<Double>> median = new ArrayList<>();
    List<List<Double>> lower = new ArrayList<>();
    List<List<Double>> upper = new ArrayList<>();
    for (int i = 0; i < longest; i++) {
      int epoch = i;
      double[] values =
          histories.stream()
              .filter(history -> history.size() > epoch)
              .mapToDouble(history -> history.get(epoch).valLoss())
              .toArray();
      Summary summary = Summary.of(values);
      median.add(Chart.point(epoch + 1, summary.median()));
      lower.add(Chart.point(epoch + 1, summary.lowerQuartile()));
      upper.add(Chart.point(epoch + 1, summary.upperQuartile()));
    }
    return new Chart(
        "seeds-" + id + "-curves",
        title + ", validation loss over the seeds",
        Format.text(
            "Median validation loss by epoch with the quartiles of the seeds that were trained that"
                + " long; the longest had %d epochs",
            longest),
        Axis.epochs(),
        Axis.free("val. loss"),
        List.of(
            new Series("median", "val", Shape.LINE, median),
            new Series("lower quartile", "val", Shape.DASHED, lower),
            new Series("upper quartile", "val", Shape.DASHED, upper)),
        List.of(),
        Optional.empty());
  }

  /** What averaging the outputs of several networks gains; empty where outputs are not known. */
  private Optional<Chart> ensemble() {
    List<Double> many = all.figures(Outcome::multiclass).ensembleAccuracies();
    if (many.isEmpty()) {
      return Optional.empty();
    }
    List<List<Double>> points =
        IntStream.range(0, many.size()).mapToObj(i -> Chart.point(i + 1, many.get(i))).toList();
    double single = all.figures(Outcome::multiclass).testAccuracySummary().orElseThrow().mean();
    return Optional.of(
        new Chart(
            "seeds-ensemble",
            "Ten classes, outputs of several networks averaged",
            Format.text(
                "Test accuracy of the first networks together: %.4f of all %d, single ones have %.4f"
                    + " on average",
                many.get(many.size() - 1), many.size(), single),
            new Axis("networks", List.of(), Optional.empty(), Optional.empty(), true),
            Axis.free("accuracy"),
            List.of(
                new Series("averaged", "c1", Shape.LINE, points),
                new Series(
                    "mean of single networks",
                    "muted",
                    Shape.DASHED,
                    List.of(Chart.point(1, single), Chart.point(many.size(), single)))),
            List.of(),
            Optional.empty()));
  }

  private DataTable meanConfusion() {
    List<ConfusionMatrix> matrices =
        all.each(Outcome::multiclass).stream().map(e -> e.last().test().confusion()).toList();
    List<String> names = matrices.get(0).classNames();
    List<String> columns = new ArrayList<>(List.of("truth \u2193 predicted \u2192"));
    columns.addAll(names);
    List<List<String>> rows = new ArrayList<>();
    for (int truth = 0; truth < names.size(); truth++) {
      List<String> row = new ArrayList<>(List.of(names.get(truth)));
      for (int predicted = 0; predicted < names.size(); predicted++) {
        row.add(cell(matrices, truth, predicted));
      }
      rows.add(row);
    }
    return new DataTable(
        "Ten classes: mean confusion matrix \u00b1 standard deviation", columns, rows);
  }

  private static String cell(List<ConfusionMatrix> matrices, int truth, int predicted) {
    Summary counts =
        Summary.of(matrices.stream().mapToDouble(m -> m.count(truth, predicted)).toArray());
    return counts.max() == 0
        ? "0"
        : Format.text("%.1f \u00b1 %.1f", counts.mean(), counts.standardDeviation());
  }
}
