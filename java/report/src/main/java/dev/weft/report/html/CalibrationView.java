package dev.weft.report.html;

import dev.weft.metrics.Calibration;
import dev.weft.metrics.Calibration.Bin;
import dev.weft.metrics.Predictions;
import dev.weft.report.html.Chart.Axis;
import dev.weft.report.html.Chart.Series;
import dev.weft.report.html.Chart.Shape;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a classifier's probabilities mean what they say.
 *
 * @param meaning what is held against what
 * @param error the expected calibration error, in words
 */
public record CalibrationView(String meaning, String error, Chart chart, DataTable table) {
  /** Of a classifier's predictions; empty where they are no probabilities. */
  static Optional<CalibrationView> of(String model, Predictions predictions) {
    if (predictions.size() == 0 || !predictions.areProbabilities()) {
      return Optional.empty();
    }
    Calibration calibration = predictions.calibration();
    String meaning =
        predictions.binary()
            ? "The probability of "
                + predictions.classNames().get(1)
                + ", and how often it was true."
            : "The probability of the predicted class, and how often it was right.";
    String error =
        Format.text(
            "Expected calibration error %.4f, largest gap %.4f (%d bins)",
            calibration.expectedError(), calibration.maximumError(), calibration.bins().size());
    return Optional.of(
        new CalibrationView(
            meaning, error, chart(model, error, calibration), table(model, calibration)));
  }

  private static Chart chart(String model, String error, Calibration calibration) {
    List<String> names = new ArrayList<>();
    List<List<Double>> came = new ArrayList<>();
    List<List<Double>> promised = new ArrayList<>();
    for (int b = 0; b < calibration.bins().size(); b++) {
      Bin bin = calibration.bins().get(b);
      names.add(range(bin));
      if (bin.samples() > 0) {
        came.add(Chart.point(b, bin.fraction()));
        promised.add(Chart.point(b, bin.meanProbability()));
      }
    }
    return new Chart(
        model + "-calibration",
        "Reliability",
        "Fraction that came true over the predicted probability. " + error,
        Axis.of("predicted probability", names),
        Axis.unit("fraction"),
        List.of(
            new Series("came true", "c1", Shape.BARS, came),
            new Series("mean probability", "val", Shape.LINE, promised)),
        List.of(),
        Optional.empty());
  }

  private static String range(Bin bin) {
    return Format.text("%.2f-%.2f", bin.from(), bin.to());
  }

  private static DataTable table(String model, Calibration calibration) {
    return new DataTable(
        model + ": calibration",
        List.of("probability", "samples", "mean probability", "came true", "gap"),
        calibration.bins().stream()
            .map(
                bin ->
                    DataTable.row(
                        range(bin),
                        Long.toString(bin.samples()),
                        Format.decimal(bin.meanProbability()),
                        Format.decimal(bin.fraction()),
                        bin.samples() == 0 ? "-" : Format.decimal(bin.gap())))
            .toList());
  }
}
