package dev.weft.runs.sweep;

import dev.weft.runs.statistics.Summary;
import dev.weft.train.EpochRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a search came to as tables of CSV (RFC 4180); what there is not is empty. */
public final class SweepTables {
  private SweepTables() {}

  /** A line a configuration, the best first. */
  public static String ranking(SweepPlan plan, List<Standing> standings) {
    List<List<String>> rows = new ArrayList<>();
    List<String> columns = new ArrayList<>(List.of("rank", "configuration"));
    plan.axes().forEach(axis -> columns.add(axis.name()));
    columns.addAll(
        List.of(
            "epochs",
            "trainings",
            "failed",
            "val_accuracy",
            "val_accuracy_sd",
            "val_loss",
            "val_loss_sd",
            "chosen_epoch",
            "failure"));
    rows.add(columns);
    for (Standing standing : standings) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(rows.size()));
      row.add(Integer.toString(standing.configuration().number()));
      plan.axes().forEach(axis -> row.add(standing.configuration().values().get(axis.name())));
      row.add(Integer.toString(standing.epochs()));
      row.add(Integer.toString(standing.results().size()));
      row.add(Integer.toString(standing.failed()));
      addMean(row, standing, EpochRecord::valAccuracy);
      addMean(row, standing, EpochRecord::valLoss);
      row.add(number(standing.of(EpochRecord::epoch).map(Summary::mean)));
      row.add(standing.failure().orElse(""));
      rows.add(row);
    }
    return csv(rows);
  }

  private static void addMean(
      List<String> row, Standing standing, ToDoubleFunction<EpochRecord> figure) {
    Optional<Summary> summary = standing.of(figure);
    row.add(number(summary.map(Summary::mean)));
    row.add(number(summary.map(Summary::standardDeviation)));
  }

  /** A line a training, in the order of the configurations, with the epoch whose weights count. */
  public static String trials(SweepPlan plan, List<Standing> standings) {
    List<List<String>> rows = new ArrayList<>();
    List<String> columns = new ArrayList<>(List.of("configuration"));
    plan.axes().forEach(axis -> columns.add(axis.name()));
    columns.addAll(
        List.of(
            "seed",
            "fold",
            "epochs",
            "chosen_epoch",
            "loss",
            "accuracy",
            "val_loss",
            "val_accuracy",
            "failure"));
    rows.add(columns);
    standings.stream()
        .flatMap(standing -> standing.results().stream())
        .sorted(
            Comparator.comparingInt(
                (TrialResult result) -> result.trial().configuration().number()))
        .forEach(result -> rows.add(row(plan, result)));
    return csv(rows);
  }

  private static List<String> row(SweepPlan plan, TrialResult result) {
    Configuration configuration = result.trial().configuration();
    List<String> row = new ArrayList<>(List.of(Integer.toString(configuration.number())));
    plan.axes().forEach(axis -> row.add(configuration.values().get(axis.name())));
    row.add(Long.toString(result.trial().seed()));
    row.add(result.trial().fold() == 0 ? "" : Integer.toString(result.trial().fold()));
    row.add(Integer.toString(result.epochs().size()));
    Optional<EpochRecord> chosen = result.figures();
    row.add(chosen.map(epoch -> Integer.toString(epoch.epoch())).orElse(""));
    row.add(number(chosen.map(EpochRecord::loss)));
    row.add(number(chosen.map(EpochRecord::accuracy)));
    row.add(number(chosen.map(EpochRecord::valLoss)));
    row.add(number(chosen.map(EpochRecord::valAccuracy)));
    row.add(result.failure().orElse(""));
    return row;
  }

  private static String number(Optional<Double> value) {
    return value.filter(Double::isFinite).map(String::valueOf).orElse("");
  }

  private static String csv(List<List<String>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(SweepTables::field).collect(Collectors.joining(",")) + "\n")
        .collect(Collectors.joining());
  }

  private static String field(String text) {
    String line = text.replaceAll("\\R", " ");
    return line.contains(",") || line.contains("\"")
        ? '"' + line.replace("\"", "\"\"") + '"'
        : line;
  }
}
