package dev.weft.report.html;

import dev.weft.report.html.Chart.Axis;
import dev.weft.report.html.Chart.Mark;
import dev.weft.report.html.Chart.Series;
import dev.weft.report.html.Chart.Shape;
import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a model was trained: loss and, where outputs are classes, accuracy by epoch.
 *
 * @param story when it ended, why, and which epoch was the best
 * @param charts loss, accuracy
 * @param table every figure of every epoch
 */
public record TrainingView(String story, List<Chart> charts, DataTable table) {
  public TrainingView {
    charts = List.copyOf(charts);
  }

  /** Of a history; empty where it has no epoch. */
  static Optional<TrainingView> of(String model, History history) {
    if (history.epochs().isEmpty()) {
      return Optional.empty();
    }
    List<Chart> charts = new ArrayList<>();
    charts.add(chart(model, "loss", history, EpochRecord::loss, EpochRecord::valLoss));
    if (history.epochs().stream().anyMatch(epoch -> Double.isFinite(epoch.accuracy()))) {
      charts.add(
          chart(model, "accuracy", history, EpochRecord::accuracy, EpochRecord::valAccuracy));
    }
    return Optional.of(new TrainingView(story(history), charts, table(model, history)));
  }

  private static Chart chart(
      String model,
      String figure,
      History history,
      ToDoubleFunction<EpochRecord> training,
      ToDoubleFunction<EpochRecord> validation) {
    List<Series> series = new ArrayList<>();
    add(series, "training", "train", history, training);
    add(series, "validation", "val", history, validation);
    return new Chart(
        model + "-" + figure,
        Character.toUpperCase(figure.charAt(0)) + figure.substring(1) + " by epoch",
        summary(figure, history, training, validation),
        Axis.epochs(),
        Axis.free(figure),
        series,
        marks(history),
        Optional.empty());
  }

  private static void add(
      List<Series> series,
      String name,
      String role,
      History history,
      ToDoubleFunction<EpochRecord> value) {
    List<List<Double>> points =
        history.epochs().stream()
            .filter(epoch -> Double.isFinite(value.applyAsDouble(epoch)))
            .map(epoch -> Chart.point(epoch.epoch(), value.applyAsDouble(epoch)))
            .toList();
    if (!points.isEmpty()) {
      series.add(new Series(name, role, Shape.LINE, points));
    }
  }

  private static List<Mark> marks(History history) {
    List<Mark> marks = new ArrayList<>();
    history.best().ifPresent(best -> marks.add(new Mark(best.epoch(), "best epoch", "best")));
    int last = last(history).epoch();
    boolean bestIsLast = history.best().filter(best -> best.epoch() == last).isPresent();
    if (history.stopReason().isPresent() && !bestIsLast) {
      boolean early = history.stopReason().get() instanceof StopReason.EarlyStopped;
      marks.add(new Mark(last, early ? "early stop" : "stopped", "muted"));
    }
    return marks;
  }

  private static String summary(
      String figure,
      History history,
      ToDoubleFunction<EpochRecord> training,
      ToDoubleFunction<EpochRecord> validation) {
    EpochRecord first = history.epochs().get(0);
    EpochRecord last = last(history);
    String text =
        Format.text(
            "Training %s from %s in epoch %d to %s in epoch %d",
            figure,
            Format.decimal(training.applyAsDouble(first)),
            first.epoch(),
            Format.decimal(training.applyAsDouble(last)),
            last.epoch());
    return Double.isFinite(validation.applyAsDouble(last))
        ? text
            + Format.text(
                ", validation %s from %s to %s",
                figure,
                Format.decimal(validation.applyAsDouble(first)),
                Format.decimal(validation.applyAsDouble(last)))
        : text;
  }

  private static String story(History history) {
    int epochs = history.epochs().size();
    String story = epochs + (epochs == 1 ? " epoch" : " epochs");
    story +=
        history
            .best()
            .map(
                best ->
                    Format.text(
                        ", lowest validation loss %s in epoch %d",
                        Format.decimal(best.valLoss()), best.epoch()))
            .orElse("");
    return story + history.stopReason().map(reason -> "; " + reason.words()).orElse("") + ".";
  }

  private static EpochRecord last(History history) {
    return history.epochs().get(history.epochs().size() - 1);
  }

  private static DataTable table(String model, History history) {
    return new DataTable(
        model + ": every epoch",
        List.of(
            "epoch", "loss", "accuracy", "val. loss", "val. accuracy", "learning rate", "seconds"),
        history.epochs().stream()
            .map(
                e ->
                    DataTable.row(
                        Integer.toString(e.epoch()),
                        Format.decimal(e.loss()),
                        Format.decimal(e.accuracy()),
                        Format.decimal(e.valLoss()),
                        Format.decimal(e.valAccuracy()),
                        Float.toString(e.learningRate()),
                        Format.text("%.4f", e.seconds())))
            .toList());
  }
}
