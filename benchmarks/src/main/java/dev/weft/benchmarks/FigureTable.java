package dev.weft.benchmarks;

import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Figures for people. */
final class FigureTable {
  private static final String SCORE = "  %-46s %10s %23s %-3s";
  private static final String RATE = " %10s %8s %8s  %s";

  private FigureTable() {}

  /** The machine's limit, a line a number of threads. */
  static List<String> sgemm(List<SgemmPeak> peaks) {
    List<String> lines = new ArrayList<>();
    for (SgemmPeak peak : peaks) {
      Distribution gflops = peak.gflops();
      lines.add(
          Format.text(
              "sgemm of 4096 x 4096 (OpenBLAS for %s), %d %s: %.0f GFLOP/s at best, median %.0f",
              peak.core(),
              peak.threads(),
              peak.threads() == 1 ? "thread" : "threads",
              gflops.max(),
              gflops.median()));
    }
    return lines;
  }

  /** The figures of one sweep, below a line with the parameters that are the same in all. */
  static List<String> lines(String title, List<Figure> figures) {
    Map<String, String> common = common(figures);
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(common.isEmpty() ? title : title + " (" + words(common, ", ") + ")");
    boolean training = figures.stream().anyMatch(figure -> figure.training().isPresent());
    String head = Format.text(SCORE, "", "median", "min..max", "");
    lines.add(
        training
            ? head + Format.text(RATE, "samples/s", "GFLOP/s", "of peak", "path")
            : head.stripTrailing());
    for (Figure figure : figures) {
      lines.add((score(figure, common) + rate(figure)).stripTrailing());
    }
    return lines;
  }

  private static String score(Figure figure, Map<String, String> common) {
    Map<String, String> own = new TreeMap<>(figure.parameters());
    own.keySet().removeAll(common.keySet());
    String method = figure.benchmark().substring(figure.benchmark().indexOf('.') + 1);
    Distribution score = figure.score();
    return Format.text(
        SCORE,
        (method + " " + words(own, " ")).strip(),
        number(score.median()),
        number(score.min()) + ".." + number(score.max()),
        figure.unit().replace("/op", ""));
  }

  private static String rate(Figure figure) {
    return figure
        .training()
        .map(
            rate ->
                Format.text(
                    RATE,
                    Format.rate(rate.samplesPerSecond()),
                    Format.text("%.1f", rate.gflops()),
                    rate.fractionOfPeak()
                        .map(fraction -> Format.text("%.1f %%", 100 * fraction))
                        .orElse("-"),
                    rate.path()))
        .orElse("");
  }

  private static Map<String, String> common(List<Figure> figures) {
    Map<String, String> common = new TreeMap<>(figures.get(0).parameters());
    figures.forEach(figure -> common.entrySet().retainAll(figure.parameters().entrySet()));
    return common;
  }

  private static String words(Map<String, String> parameters, String separator) {
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + " " + parameter.getValue())
        .collect(Collectors.joining(separator));
  }

  /** Four significant digits. */
  private static String number(double value) {
    int decimals = 3 - (int) Math.floor(Math.log10(Math.max(value, 1e-9)));
    return Format.text("%." + Math.max(0, decimals) + "f", value);
  }
}
