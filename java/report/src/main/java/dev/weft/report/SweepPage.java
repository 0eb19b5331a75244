package dev.weft.report;

import dev.weft.files.AtomicFile;
import dev.weft.report.html.Chart;
import dev.weft.report.html.Chart.Axis;
import dev.weft.report.html.Chart.Series;
import dev.weft.report.html.Chart.Shape;
import dev.weft.report.html.Pages;
import dev.weft.report.html.RunViews;
import dev.weft.report.html.SearchPage;
import dev.weft.report.html.SearchPage.Row;
import dev.weft.runs.RunFolder;
import dev.weft.runs.statistics.Summary;
import dev.weft.runs.sweep.Standing;
import dev.weft.runs.sweep.SweepPlan;
import dev.weft.runs.sweep.SweepReport;
import dev.weft.runs.sweep.TrialResult;
import dev.weft.runs.sweep.Weights;
import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The HTML page of a search. */
public final class SweepPage {
  /** Configurations in the table, and lines; the rest is in ranking.csv. */
  private static final int SHOWN = 1000;

  /** Configurations that are picked at first. */
  private static final int PICKED = 5;

  private static final String LOSS = "picked-loss";
  private static final String ACCURACY = "picked-accuracy";

  private final SweepPlan plan;
  private final List<Standing> standings;
  private final SweepReport document;
  private final Map<Integer, Map<String, List<List<Double>>>> curves = new LinkedHashMap<>();

  private SweepPage(SweepPlan plan, List<Standing> standings, SweepReport document) {
    this.plan = plan;
    this.standings = standings.subList(0, Math.min(SHOWN, standings.size()));
    this.document = document;
  }

  /** Writes it into the folder of the search. */
  public static void write(
      RunFolder folder, SweepPlan plan, List<Standing> standings, SweepReport document) {
    AtomicFile.write(
        folder.report(), Pages.search(new SweepPage(plan, standings, document).page()));
  }

  private SearchPage page() {
    for (Standing standing : standings) {
      Map<String, List<List<Double>>> own = new LinkedHashMap<>();
      own.put(LOSS, curve(standing, EpochRecord::valLoss));
      own.put(ACCURACY, curve(standing, EpochRecord::valAccuracy));
      curves.put(standing.configuration().number(), own);
    }
    List<String> columns = new ArrayList<>(List.of("configuration"));
    plan.axes().forEach(axis -> columns.add(axis.name()));
    columns.addAll(List.of("val_accuracy", "val_loss", "epoch", "epochs at most", "failed"));
    List<Row> rows = new ArrayList<>();
    standings.forEach(standing -> rows.add(row(rows.size() + 1, standing)));
    return new SearchPage(
        "A search over " + Format.text("%,d", document.ranking().size()) + " configurations",
        Format.text(
            "%s, %s. %s",
            TrainPage.layers(standings.get(0).configuration().spec()),
            document.provenance().started().replaceFirst("T.*", ""),
            document.provenance().dataSource()),
        document.notice().map(notice -> notice + "."),
        text(),
        columns,
        rows,
        Coordinates.of(plan, standings),
        List.of(chart(LOSS, "Validation loss"), chart(ACCURACY, "Validation accuracy")),
        curves,
        RunViews.provenance(document.provenance()));
  }

  private String text() {
    String how =
        Format.text(
            "Ranked by %s %s, mean \u00b1 standard deviation" + " over %d seed%s%s.",
            plan.objective(),
            plan.weights() == Weights.LAST
                ? "of the last epoch"
                : "of the epoch with the lowest validation loss",
            plan.seeds().size(),
            plan.seeds().size() == 1 ? "" : "s",
            plan.folds() == 0 ? "" : " and " + plan.folds() + " folds");
    String halving =
        plan.halving()
            .map(
                rungs ->
                    " By halving: only the best trained for all epochs, so that those with fewer"
                        + " stand below.")
            .orElse("");
    String test =
        document
            .test()
            .map(
                tested ->
                    " The best on the test samples: "
                        + tested
                            .testAccuracy()
                            .map(accuracy -> "accuracy " + mean(Optional.of(accuracy)) + ", ")
                            .orElse("")
                        + "loss "
                        + mean(Optional.of(tested.testLoss()))
                        + ".")
            .orElse("");
    String looks =
        document.testLooks() == 0
            ? " The test samples were not looked at."
            : " The test samples were looked at "
                + (document.testLooks() == 1 ? "once." : document.testLooks() + " times.");
    String more =
        document.ranking().size() > SHOWN ? " The first 1,000; all are in ranking.csv." : "";
    return how + halving + test + looks + more;
  }

  private Row row(int rank, Standing standing) {
    List<String> cells = new ArrayList<>();
    cells.add(Integer.toString(standing.configuration().number()));
    plan.axes().forEach(axis -> cells.add(standing.configuration().values().get(axis.name())));
    cells.add(mean(standing.of(EpochRecord::valAccuracy)));
    cells.add(mean(standing.of(EpochRecord::valLoss)));
    cells.add(
        standing
            .of(EpochRecord::epoch)
            .map(epoch -> Format.text("%.1f", epoch.mean()))
            .orElse("-"));
    cells.add(Integer.toString(standing.epochs()));
    cells.add(standing.failed() == 0 ? "" : standing.failed() + ": " + standing.failure().get());
    return new Row(rank, standing.configuration().number(), cells);
  }

  private static String mean(Optional<Summary> summary) {
    return summary.map(Summary::words).orElse("-");
  }

  /** The mean by epoch over the trainings that had it. */
  private static List<List<Double>> curve(Standing standing, ToDoubleFunction<EpochRecord> figure) {
    List<List<Double>> points = new ArrayList<>();
    int longest =
        standing.results().stream().mapToInt(result -> result.epochs().size()).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      int epoch = i;
      standing.results().stream()
          .map(TrialResult::epochs)
          .filter(epochs -> epochs.size() > epoch)
          .mapToDouble(epochs -> figure.applyAsDouble(epochs.get(epoch)))
          .filter(Double::isFinite)
          .average()
          .ifPresent(mean -> points.add(Chart.point(epoch + 1, mean)));
    }
    return points;
  }

  private Chart chart(String id, String title) {
    List<Series> series = new ArrayList<>();
    for (Standing standing : standings.subList(0, Math.min(PICKED, standings.size()))) {
      int number = standing.configuration().number();
      series.add(
          new Series(
              "configuration " + number,
              "c" + (series.size() + 1),
              Shape.LINE,
              curves.get(number).get(id)));
    }
    return new Chart(
        id,
        title,
        title + " by epoch of the configurations that are picked",
        Axis.epochs(),
        Axis.free(id.equals(LOSS) ? "val. loss" : "val. accuracy"),
        series,
        List.of(),
        Optional.empty());
  }
}
