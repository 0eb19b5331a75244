package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The report's charts show the run's figures, and answer to the pointer and the keyboard. */
@ExtendWith(Browsers.class)
class ReportChartsTest {
  /** The page rounds to six places. */
  private static final double ROUNDED = 1e-6;

  private final Run run = Weft.experiments();

  private ChartPage open(Windows windows, View view) {
    return new ChartPage(windows.open(run.report(), view));
  }

  @ParameterizedTest
  @EnumSource
  void everyChartDrawsAllOfItsSeries(View view, Windows windows) {
    ChartPage page = open(windows, view);
    assertEquals(List.of(), page.problems());
    assertTrue(page.charts().size() >= 17, page.charts().toString());
  }

  @Test
  void itAsksForNothing(Windows windows) {
    ChartPage page = open(windows, View.DESKTOP);
    page.charts().forEach(page::chart);
    assertEquals(List.of(run.report().toString()), windows.requests());
  }

  @Test
  void curvesAreThoseOfTheHistory(Windows windows) {
    JsonNode charts = open(windows, View.DESKTOP).data().get("charts");
    for (String model : List.of("multiclass", "binary")) {
      JsonNode loss = charts.get(model + "-loss").get("series");
      assertSeries(run.history(model, "loss"), loss.get(0), 1);
      assertSeries(run.history(model, "val_loss"), loss.get(1), 1);
      JsonNode accuracy = charts.get(model + "-accuracy").get("series");
      assertSeries(run.history(model, "accuracy"), accuracy.get(0), 1);
      assertSeries(run.history(model, "val_accuracy"), accuracy.get(1), 1);
    }
    JsonNode seconds = charts.get("speed-epochs").get("series");
    assertSeries(run.history("multiclass", "seconds"), seconds.get(0), 1);
    assertSeries(run.history("binary", "seconds"), seconds.get(1), 1);
  }

  @Test
  void scoresAreThoseOfTheResults(Windows windows) {
    JsonNode charts = open(windows, View.DESKTOP).data().get("charts");
    for (String model : List.of("multiclass", "binary", "binarized")) {
      JsonNode classes = run.experiment(model).get("per_class");
      JsonNode series = charts.get(model + "-scores").get("series");
      List<String> names = List.of("precision", "recall", "f1");
      assertEquals(names.size(), series.size());
      for (int i = 0; i < names.size(); i++) {
        List<Double> scores = new ArrayList<>();
        for (JsonNode one : classes) {
          scores.add(one.get(names.get(i)).asDouble());
        }
        assertSeries(scores, series.get(i), 0);
      }
    }
  }

  private static void assertSeries(List<Double> values, JsonNode series, int first) {
    String name = series.get("name").asText();
    assertEquals(values.size(), series.get("points").size(), name);
    for (int i = 0; i < values.size(); i++) {
      assertEquals(first + i, series.get("points").get(i).get(0).asDouble(), 0, name);
      assertEquals(values.get(i), series.get("points").get(i).get(1).asDouble(), ROUNDED, name);
    }
  }

  @Test
  void bestEpochAndEarlyStopAreMarked(Windows windows) {
    JsonNode charts = open(windows, View.DESKTOP).data().get("charts");
    for (String model : List.of("multiclass", "binary")) {
      List<Double> losses = run.history(model, "val_loss");
      double best = losses.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
      for (String chart : List.of(model + "-loss", model + "-accuracy")) {
        JsonNode marks = charts.get(chart).get("marks");
        assertEquals("best epoch", marks.get(0).get("label").asText());
        assertEquals(losses.indexOf(best) + 1, marks.get(0).get("at").asInt());
        assertEquals("early stop", marks.get(1).get("label").asText());
        assertEquals(losses.size(), marks.get(1).get("at").asInt());
      }
    }
  }

  @Test
  void thePointerShowsTheFiguresOfAnEpoch(Windows windows) {
    ChartPage page = open(windows, View.DESKTOP);
    for (int epoch : List.of(1, 7, run.history("multiclass", "loss").size())) {
      Locator tip = page.hover("multiclass-loss", epoch);
      assertThat(tip.locator("b")).hasText("epoch " + epoch);
      assertThat(tip).containsText("training " + figure("loss", epoch));
      assertThat(tip).containsText("validation " + figure("val_loss", epoch));
    }
  }

  private String figure(String column, int epoch) {
    return String.format(Locale.ROOT, "%.4f", run.history("multiclass", column).get(epoch - 1));
  }

  @Test
  void theLegendTakesASeriesAwayAndBringsItBack(Windows windows) {
    ChartPage page = open(windows, View.DESKTOP);
    Locator figure = page.chart("multiclass-loss");
    Locator validation = figure.locator(".legend button", named("validation"));
    Locator lines = figure.locator("svg path[stroke-width='2']");
    assertThat(lines).hasCount(2);
    validation.click();
    assertThat(validation).hasAttribute("aria-pressed", "false");
    assertThat(lines).hasCount(1);
    assertEquals(
        List.of(
            "multiclass-loss: no line through the "
                + run.history("multiclass", "loss").size()
                + " points of validation"),
        page.problems("multiclass-loss").stream().filter(p -> p.contains("line")).toList());
    validation.press("Enter");
    assertThat(validation).hasAttribute("aria-pressed", "true");
    assertThat(lines).hasCount(2);
    assertEquals(List.of(), page.problems("multiclass-loss"));
  }

  @Test
  void marksStayWhicheverSeriesIsTakenAway(Windows windows) {
    ChartPage page = open(windows, View.DESKTOP);
    Locator figure = page.chart("multiclass-loss");
    Locator lines = figure.locator("svg path[stroke-width='2']");
    for (List<String> away : List.of(List.of("training"), List.of("validation"))) {
      assertEquals(List.of(), toggled(page, figure, away), "without " + away);
      assertThat(lines).hasCount(1);
      assertEquals(List.of(), toggled(page, figure, away));
      assertThat(lines).hasCount(2);
    }
    assertEquals(List.of(), toggled(page, figure, List.of("training", "validation")));
    assertThat(lines).hasCount(0);
  }

  /** What is wrong with the marks of a chart after some series were taken away or brought back. */
  private static List<String> toggled(ChartPage page, Locator figure, List<String> series) {
    series.forEach(name -> figure.locator(".legend button", named(name)).click());
    return page.problems("multiclass-loss").stream().filter(p -> p.contains("mark")).toList();
  }

  private static Locator.LocatorOptions named(String text) {
    return new Locator.LocatorOptions().setHasText(text);
  }

  @Test
  void aCloserLookAtTheCornerOfTheRocCurve(Windows windows) {
    ChartPage page = open(windows, View.DESKTOP);
    Locator figure = page.chart("binary-roc");
    Locator zoom = figure.locator("button.zoom");
    assertThat(figure.locator("svg text", named("0.92"))).hasCount(0);
    zoom.click();
    assertThat(zoom).hasAttribute("aria-pressed", "true");
    assertThat(figure.locator("svg text", named("0.92"))).hasCount(1);
    zoom.click();
    assertThat(figure.locator("svg text", named("0.92"))).hasCount(0);
    assertEquals(List.of(), page.problems("binary-roc"));
  }

  @Test
  void theThresholdChangesTheCounts(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    for (String model : List.of("binary", "binarized")) {
      Locator slider = page.locator("#" + model + "-threshold-slider");
      Locator says = page.locator("#" + model + "-threshold-figures");
      assertThat(says).containsText("0.50: accuracy");
      if (model.equals("binary")) {
        JsonNode counts = run.experiment(model).get("confusion");
        assertThat(says)
            .containsText(
                counts.get(0).get(1).asLong()
                    + " false positives, "
                    + counts.get(1).get(0).asLong()
                    + " false negatives");
      }
      slider.press("End");
      assertThat(says).containsText("1.00: accuracy");
      slider.press("Home");
      assertThat(says).containsText("0.00: accuracy");
      // Everything is clothing then.
      assertThat(says).containsText("4000 false positives, 0 false negatives");
    }
  }
}
