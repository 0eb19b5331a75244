package dev.weft.report.compare;

import dev.weft.report.html.Chart;
import dev.weft.report.html.Chart.Axis;
import dev.weft.report.html.Chart.Series;
import dev.weft.report.html.Chart.Shape;
import dev.weft.report.html.ComparePage;
import dev.weft.report.html.ComparePage.Overlaid;
import dev.weft.report.html.DataTable;
import dev.weft.runs.records.RecordedRun;
import dev.weft.runs.records.RecordedRun.Epoch;
import dev.weft.runs.records.RecordedRun.Result;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Runs held against each other.
 *
 * @param runs two at least, each with a name of its own
 */
public record RunComparison(List<RecordedRun> runs) {
  private static final int COLOURS = 8;
  private static final String NONE = "-";

  /** What differs between any two runs and says nothing. */
  private static final Set<String> ALWAYS_OTHER = Set.of("command", "started", "duration seconds");

  public RunComparison {
    runs = List.copyOf(runs);
  }

  /** The page. */
  public ComparePage page() {
    List<List<String>> differences = differences();
    String notice =
        runs.stream()
            .filter(RecordedRun::synthetic)
            .map(RecordedRun::name)
            .collect(Collectors.joining(", "));
    return new ComparePage(
        runs.stream().map(RecordedRun::name).collect(Collectors.joining(", ")),
        notice.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "SYNTHETIC data in " + notice + ": those figures say nothing about Fashion-MNIST."),
        new DataTable(
            "The runs",
            List.of("run", "folder", "started", "command"),
            runs.stream()
                .map(
                    run ->
                        List.of(
                            run.name(),
                            run.folder(),
                            run.facts().get("started"),
                            run.facts().get("command")))
                .toList()),
        new DataTable("What differs", columns("setting"), differences),
        same(),
        new DataTable("Figures", columns("figure"), figures()),
        models().stream().map(this::overlaid).flatMap(Optional::stream).toList());
  }

  private List<String> columns(String first) {
    List<String> columns = new ArrayList<>(List.of(first));
    runs.forEach(run -> columns.add(run.name()));
    return columns;
  }

  /**
   * Models, settings, data, device and versions that are not the same in all runs: name, then
   * values. A setting of a model is compared among the runs that have the model.
   */
  public List<List<String>> differences() {
    List<List<String>> rows = new ArrayList<>();
    List<String> models = new ArrayList<>(List.of("models"));
    for (RecordedRun run : runs) {
      models.add(run.results().stream().map(Result::model).collect(Collectors.joining(", ")));
    }
    if (values(models).size() > 1) {
      rows.add(models);
    }
    for (Function<RecordedRun, Map<String, String>> kind : KINDS) {
      for (String name : names(kind)) {
        List<String> row = row(name, kind);
        if (values(row).size() > 1) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /** The different values of a row that are known. */
  private static Set<String> values(List<String> row) {
    Set<String> values = new LinkedHashSet<>(row.subList(1, row.size()));
    values.remove(NONE);
    return values;
  }

  private static final List<Function<RecordedRun, Map<String, String>>> KINDS =
      List.of(RecordedRun::settings, RecordedRun::facts);

  private Set<String> names(Function<RecordedRun, Map<String, String>> kind) {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> names.addAll(kind.apply(run).keySet()));
    names.removeAll(ALWAYS_OTHER);
    return names;
  }

  private List<String> row(String name, Function<RecordedRun, Map<String, String>> kind) {
    List<String> row = new ArrayList<>(List.of(name));
    runs.forEach(run -> row.add(kind.apply(run).getOrDefault(name, NONE)));
    return row;
  }

  private String same() {
    List<String> same = new ArrayList<>();
    for (Function<RecordedRun, Map<String, String>> kind : KINDS) {
      for (String name : names(kind)) {
        List<String> row = row(name, kind);
        if (values(row).size() == 1) {
          same.add(name + " " + values(row).iterator().next());
        }
      }
    }
    return same.isEmpty() ? "" : "The same in all that have it: " + String.join("; ", same) + ".";
  }

  /** The models that any of the runs has, in order. */
  public List<String> models() {
    return runs.stream()
        .flatMap(run -> run.results().stream())
        .map(Result::model)
        .distinct()
        .toList();
  }

  /** What a run has of a model. */
  public static Optional<Result> result(RecordedRun run, String model) {
    return run.results().stream().filter(result -> result.model().equals(model)).findFirst();
  }

  private List<List<String>> figures() {
    Map<String, Function<Result, String>> figures = new LinkedHashMap<>();
    figures.put("test accuracy", r -> Format.decimal(r.last().testAccuracy()));
    figures.put("test loss", r -> Format.decimal(r.last().testLoss()));
    figures.put("validation accuracy", r -> Format.decimal(r.last().valAccuracy()));
    figures.put("validation loss", r -> Format.decimal(r.last().valLoss()));
    figures.put("test accuracy, lowest val. loss", r -> Format.decimal(r.best().testAccuracy()));
    figures.put("test loss, lowest val. loss", r -> Format.decimal(r.best().testLoss()));
    figures.put("epochs", r -> Integer.toString(r.epochs()));
    figures.put("time of an epoch", r -> Format.seconds(r.secondsPerEpoch()));
    List<List<String>> rows = new ArrayList<>();
    for (String model : models()) {
      figures.forEach(
          (name, value) -> {
            List<String> row = new ArrayList<>(List.of(model + ": " + name));
            runs.forEach(run -> row.add(result(run, model).map(value).orElse("-")));
            if (row.stream().skip(1).anyMatch(cell -> !cell.equals("-"))) {
              rows.add(row);
            }
          });
    }
    return rows;
  }

  private Optional<Overlaid> overlaid(String model) {
    List<Chart> charts = new ArrayList<>();
    chart(model, "loss", Epoch::loss, Epoch::valLoss).ifPresent(charts::add);
    chart(model, "accuracy", Epoch::accuracy, Epoch::valAccuracy).ifPresent(charts::add);
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Overlaid("model-" + model, model, charts, epochs(model)));
  }

  private Optional<Chart> chart(
      String model,
      String figure,
      ToDoubleFunction<Epoch> training,
      ToDoubleFunction<Epoch> validation) {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Optional<Result> result = result(runs.get(i), model);
      if (result.isPresent()) {
        String role = "c" + (i % COLOURS + 1);
        String name = runs.get(i).name();
        add(series, name, role, Shape.LINE, result.get(), validation);
        add(series, name + ", training", role, Shape.DASHED, result.get(), training);
      }
    }
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                model + "-" + figure,
                "Validation " + figure + ", training dashed",
                figure + " of each run by epoch; the table has the figures",
                Axis.epochs(),
                Axis.free(figure),
                series,
                List.of(),
                Optional.empty()));
  }

  private static void add(
      List<Series> series,
      String name,
      String role,
      Shape shape,
      Result result,
      ToDoubleFunction<Epoch> value) {
    List<List<Double>> points =
        result.history().stream()
            .filter(epoch -> Double.isFinite(value.applyAsDouble(epoch)))
            .map(epoch -> List.of((double) epoch.epoch(), value.applyAsDouble(epoch)))
            .toList();
    if (!points.isEmpty()) {
      series.add(new Series(name, role, shape, points));
    }
  }

  private DataTable epochs(String model) {
    List<String> columns = new ArrayList<>(List.of("epoch"));
    Set<Integer> numbers = new TreeSet<>();
    for (RecordedRun run : runs) {
      columns.add(run.name() + ", val. loss");
      columns.add(run.name() + ", val. accuracy");
      result(run, model)
          .ifPresent(result -> result.history().forEach(epoch -> numbers.add(epoch.epoch())));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int number : numbers) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(number)));
      for (RecordedRun run : runs) {
        Optional<Epoch> epoch =
            result(run, model)
                .flatMap(r -> r.history().stream().filter(e -> e.epoch() == number).findFirst());
        row.add(epoch.map(e -> Format.decimal(e.valLoss())).orElse("-"));
        row.add(epoch.map(e -> Format.decimal(e.valAccuracy())).orElse("-"));
      }
      rows.add(row);
    }
    return new DataTable(model + ": every epoch", columns, rows);
  }
}
