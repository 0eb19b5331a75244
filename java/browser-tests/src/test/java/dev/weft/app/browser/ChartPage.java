package dev.weft.app.browser;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A page of Weft's with charts: the report of a run, or several runs side by side. */
final class ChartPage {
  private static final String CHARTS = resource("/dev/weft/app/browser/charts.js");

  private final Page page;

  ChartPage(Page page) {
    this.page = page;
  }

  /** The text of a resource of the tests' class path. */
  static String resource(String path) {
    try (InputStream in = ChartPage.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The figures that the page holds for its script. */
  JsonNode data() {
    try {
      return new ObjectMapper().readTree(page.locator("#weft-data").textContent());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of all charts, in the page's order. */
  List<String> charts() {
    List<String> ids = new ArrayList<>();
    page.locator("figure[data-chart]").all().forEach(one -> ids.add(one.getAttribute("id")));
    assertFalse(ids.isEmpty());
    return ids;
  }

  /** Scrolls to a chart, which draws it. */
  Locator chart(String id) {
    Locator figure = page.locator("figure#" + id);
    figure.scrollIntoViewIfNeeded();
    page.locator("figure#" + id + "[data-drawn] svg").waitFor();
    return figure;
  }

  /** What is wrong with what was drawn of a chart, in words. */
  List<String> problems(String id) {
    chart(id);
    List<String> problems = new ArrayList<>();
    ((List<?>) page.evaluate(CHARTS, id)).forEach(problem -> problems.add(problem.toString()));
    return problems;
  }

  /** The same of all charts. */
  List<String> problems() {
    return charts().stream().flatMap(id -> problems(id).stream()).toList();
  }

  /** Moves the pointer over a chart to a value of x, and answers what pops up. */
  Locator hover(String id, double x) {
    Locator plot = chart(id).locator(".plot");
    Number left =
        (Number)
            plot.evaluate(
                "(plot, x) => echarts.getInstanceByDom(plot)"
                    + ".convertToPixel({ gridIndex: 0 }, [x, 0])[0]",
                x);
    plot.hover(new Locator.HoverOptions().setPosition(left.doubleValue(), 100));
    return plot.locator(".tip");
  }
}
