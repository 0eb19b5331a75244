package dev.weft.report;

import dev.weft.files.AtomicFile;
import dev.weft.report.html.Chart;
import dev.weft.report.html.Chart.Axis;
import dev.weft.report.html.Chart.Series;
import dev.weft.report.html.Chart.Shape;
import dev.weft.report.html.ClaimsPage;
import dev.weft.report.html.DataTable;
import dev.weft.report.html.Pages;
import dev.weft.report.html.RunViews;
import dev.weft.report.html.SeedsView.ClaimView;
import dev.weft.runs.RunFolder;
import dev.weft.runs.imbalance.ImbalanceReport;
import dev.weft.runs.imbalance.ImbalanceReport.ClassCount;
import dev.weft.runs.imbalance.ImbalanceReport.Row;
import dev.weft.runs.statistics.Summary;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The HTML page of a comparison of remedies for unequal classes. */
public final class ImbalancePage {
  private final ImbalanceReport document;

  private ImbalancePage(ImbalanceReport document) {
    this.document = document;
  }

  /** Writes it into the folder of the run. */
  public static void write(RunFolder folder, ImbalanceReport document) {
    AtomicFile.write(folder.report(), Pages.claims(new ImbalancePage(document).page()));
  }

  private ClaimsPage page() {
    return new ClaimsPage(
        "What helps where classes are rare",
        Format.text(
            "Profile %s, %d seeds, %s. %s",
            document.profile(),
            document.seeds().size(),
            document.provenance().started().replaceFirst("T.*", ""),
            document.provenance().dataSource()),
        document.notice().map(notice -> notice + "."),
        "Last weights on the test samples, none of which were taken away. A remedy is held against"
            + " doing nothing with the same seeds; which samples were taken away is the same for"
            + " all. Fewer than five seeds tell nothing.",
        document.remedies().stream().flatMap(row -> claim(row).stream()).toList(),
        List.of(
            points("balanced-accuracy", "Balanced accuracy by seed", Row::balancedAccuracies),
            recalls()),
        List.of(figures(), byClass()),
        RunViews.provenance(document.provenance()));
  }

  private static Optional<ClaimView> claim(Row row) {
    return row.change()
        .map(
            change ->
                new ClaimView(
                    row.remedy().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    capital(row.remedy() + ": balanced accuracy is higher than without"),
                    change.judgement().toString(),
                    switch (change.judgement()) {
                      case HOLDS -> "holds";
                      case DOES_NOT_HOLD -> "fails";
                      case CANNOT_BE_TOLD -> "open";
                    },
                    List.of(capital(change.words()) + ".")));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private Chart points(String id, String title, Function<Row, List<Double>> values) {
    List<Series> series = new ArrayList<>();
    for (Row row : document.remedies()) {
      List<List<Double>> points = new ArrayList<>();
      for (int i = 0; i < document.seeds().size(); i++) {
        points.add(Chart.point(document.seeds().get(i), values.apply(row).get(i)));
      }
      series.add(
          new Series(row.remedy().toString(), "c" + (series.size() + 1), Shape.POINTS, points));
    }
    return new Chart(
        id,
        title,
        title + " with each remedy; the table has the means",
        new Axis("seed", List.of(), Optional.empty(), Optional.empty(), true),
        Axis.free("balanced accuracy"),
        series,
        List.of(),
        Optional.empty());
  }

  private Chart recalls() {
    List<String> names = document.classes().stream().map(ClassCount::name).toList();
    List<Series> series = new ArrayList<>();
    for (Row row : document.remedies()) {
      List<List<Double>> points = new ArrayList<>();
      for (int k = 0; k < names.size(); k++) {
        points.add(Chart.point(k, row.recalls().get(k).mean()));
      }
      series.add(
          new Series(row.remedy().toString(), "c" + (series.size() + 1), Shape.LINE, points));
    }
    return new Chart(
        "recall",
        "Mean recall of each class",
        "Mean recall of each class with each remedy; the table has the figures",
        Axis.of("class", names),
        Axis.unit("recall"),
        series,
        List.of(),
        Optional.empty());
  }

  private DataTable figures() {
    return new DataTable(
        "Mean \u00b1 standard deviation over seeds",
        List.of("remedy", "balanced accuracy", "macro F1", "accuracy"),
        document.remedies().stream()
            .map(
                row ->
                    DataTable.row(
                        row.remedy().toString(),
                        row.balancedAccuracy().words(),
                        row.macroF1().words(),
                        row.accuracy().words()))
            .toList());
  }

  private DataTable byClass() {
    List<String> columns = new ArrayList<>(List.of("class", "train", "validate"));
    document.remedies().forEach(row -> columns.add("recall, " + row.remedy()));
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < document.classes().size(); k++) {
      ClassCount one = document.classes().get(k);
      List<String> row = new ArrayList<>();
      row.add(one.name());
      row.add(Format.text("%,d", one.train()));
      row.add(Format.text("%,d", one.validation()));
      for (Row remedy : document.remedies()) {
        Summary recall = remedy.recalls().get(k);
        row.add(recall.words());
      }
      rows.add(row);
    }
    return new DataTable("Each class", columns, rows);
  }
}
