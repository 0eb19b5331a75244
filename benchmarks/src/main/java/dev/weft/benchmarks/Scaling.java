package dev.weft.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How the cost of an epoch grows with batch size, width, depth, samples and threads: read from the
 * report of one run, since only its figures may be compared.
 */
final class Scaling {
  /** What the horizontal axis of a panel is, as a report's parameters give it. */
  private enum Axis {
    BATCH_SIZE("samples a step", Sweeps.BATCH_SIZE_PARAMETER),
    WIDTH("width of both hidden layers", Sweeps.NETWORK_PARAMETER),
    DEPTH("hidden layers of 32", Sweeps.NETWORK_PARAMETER),
    SAMPLES("samples an epoch", Sweeps.SAMPLES_PARAMETER),
    THREADS("threads", Sweeps.THREADS_PARAMETER);

    private final String title;
    private final String parameter;

    Axis(String title, String parameter) {
      this.title = title;
      this.parameter = parameter;
    }

    /** Where a figure lies on the axis; a network of another kind has no place on it. */
    OptionalDouble of(JsonNode figure) {
      String value = figure.path("parameters").path(parameter).asText();
      if (this != WIDTH && this != DEPTH) {
        return OptionalDouble.of(Double.parseDouble(value));
      }
      List<Integer> widths = NetworkShape.parse(value).widths();
      List<Integer> hidden = widths.subList(1, widths.size() - 1);
      boolean fits =
          hidden.stream().distinct().count() == 1
              && (this == WIDTH ? hidden.size() == 2 : hidden.get(0) == 32);
      return fits
          ? OptionalDouble.of(this == WIDTH ? hidden.get(0) : hidden.size())
          : OptionalDouble.empty();
    }
  }

  private final JsonNode report;

  private Scaling(JsonNode report) {
    this.report = report;
  }

  /**
   * Draws the panels for which the report has figures, as SVG and PNG.
   *
   * @param json a report as the suite writes it
   * @return the files written, none where there is nothing to draw
   * @throws SuiteException where the text is no report, or pictures cannot be drawn on this machine
   */
  static List<Path> draw(String json, Path folder) {
    Scaling scaling = new Scaling(parse(json));
    List<ScalingPicture.Panel> panels = scaling.panels();
    return panels.isEmpty()
        ? List.of()
        : new ScalingPicture(panels, scaling.caption()).write(folder, "scaling");
  }

  private static JsonNode parse(String json) {
    try {
      JsonNode report = new JsonMapper().readTree(json);
      if (report.path("figures").isArray() && report.path("provenance").isObject()) {
        return report;
      }
      throw new SuiteException("the file is no report of the suite: it has no figures");
    } catch (JsonProcessingException e) {
      throw new SuiteException("the file is no report of the suite: " + e.getOriginalMessage(), e);
    }
  }

  private List<ScalingPicture.Panel> panels() {
    List<ScalingPicture.Panel> panels = new ArrayList<>();
    times("Batch size", Sweeps.BATCH_SIZE, Axis.BATCH_SIZE).ifPresent(panels::add);
    times("Width", Sweeps.WIDTH, Axis.WIDTH).ifPresent(panels::add);
    times("Depth", Sweeps.DEPTH, Axis.DEPTH).ifPresent(panels::add);
    times("Samples", Sweeps.SAMPLES, Axis.SAMPLES).ifPresent(panels::add);
    times("Threads", Sweeps.THREADS, Axis.THREADS).ifPresent(panels::add);
    ToDoubleFunction<JsonNode> fraction =
        figure -> 100 * figure.path("training").path("fraction_of_peak").asDouble(Double.NaN);
    panel("Of the sgemm peak", "%", false, Sweeps.BATCH_SIZE, Axis.BATCH_SIZE, fraction)
        .ifPresent(panels::add);
    return panels;
  }

  private Optional<ScalingPicture.Panel> times(String title, String sweep, Axis axis) {
    ToDoubleFunction<JsonNode> milliseconds =
        figure -> 1e3 * figure.path("score").path("median").asDouble();
    return panel(title, "ms an epoch", true, sweep, axis, milliseconds);
  }

  private Optional<ScalingPicture.Panel> panel(
      String title,
      String unit,
      boolean logarithmic,
      String sweep,
      Axis axis,
      ToDoubleFunction<JsonNode> value) {
    List<JsonNode> figures = new ArrayList<>();
    for (JsonNode figure : report.path("figures")) {
      if (figure.path("sweep").asText().equals(sweep)
          && axis.of(figure).isPresent()
          && Double.isFinite(value.applyAsDouble(figure))) {
        figures.add(figure);
      }
    }
    if (figures.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> common = words(figures.get(0), axis);
    figures.forEach(figure -> common.entrySet().retainAll(words(figure, axis).entrySet()));
    Map<String, TreeMap<Double, Double>> series = new LinkedHashMap<>();
    for (JsonNode figure : figures) {
      Map<String, String> own = words(figure, axis);
      own.keySet().removeAll(common.keySet());
      series
          .computeIfAbsent(String.join(", ", own.values()), any -> new TreeMap<>())
          .put(axis.of(figure).orElseThrow(), value.applyAsDouble(figure));
    }
    String vertical = unit + "; " + String.join(", ", common.values());
    return Optional.of(new ScalingPicture.Panel(title, axis.title, vertical, logarithmic, series));
  }

  /** What a figure is of, apart from its place on the axis. */
  private static Map<String, String> words(JsonNode figure, Axis axis) {
    Map<String, String> words = new LinkedHashMap<>();
    JsonNode parameters = figure.path("parameters");
    words.put(Sweeps.NETWORK_PARAMETER, parameters.path(Sweeps.NETWORK_PARAMETER).asText());
    words.put(
        Sweeps.BATCH_SIZE_PARAMETER,
        "batch " + parameters.path(Sweeps.BATCH_SIZE_PARAMETER).asText());
    words.put(
        Sweeps.SAMPLES_PARAMETER, parameters.path(Sweeps.SAMPLES_PARAMETER).asText() + " samples");
    int threads = figure.path("training").path("threads").asInt();
    words.put(
        Sweeps.THREADS_PARAMETER,
        threads == 0 ? "GPU" : threads + (threads == 1 ? " thread" : " threads"));
    words.put(Sweeps.BACKEND_PARAMETER, parameters.path(Sweeps.BACKEND_PARAMETER).asText());
    words.remove(axis.parameter);
    return words;
  }

  private List<String> caption() {
    JsonNode provenance = report.path("provenance");
    List<String> lines = new ArrayList<>();
    lines.add(
        "Medians of one run: "
            + provenance.path("command").asText()
            + (report.path("complete").asBoolean() ? "" : " (broken off)"));
    lines.add(
        provenance.path("device").asText()
            + "; "
            + provenance.path("processors").asText()
            + " cores; "
            + provenance.path("os").asText()
            + "; Java "
            + provenance.path("versions").path("java").asText());
    lines.add(
        "Weft "
            + provenance.path("versions").path("weft").asText()
            + ", revision "
            + provenance.path("git_commit").asText("unknown")
            + ", "
            + provenance.path("started").asText()
            + "; "
            + provenance.path("data_source").asText());
    return lines;
  }
}
