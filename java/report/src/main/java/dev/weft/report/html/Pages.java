package dev.weft.report.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Fills the templates, which the build made classes of; every text is escaped for its place. */
public final class Pages {
  private static final int EXPECTED_LENGTH = 2_500_000;

  private Pages() {}

  /**
   * The page of a run.
   *
   * @param sheets the style rules with its images
   * @param ratio width over height of an image, as style rules have it
   */
  static String report(ReportPage page, String sheets, String ratio) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("ratio", ratio);
    data.put("charts", byId(page.charts()));
    Map<String, Object> cells = new LinkedHashMap<>();
    Map<String, Object> thresholds = new LinkedHashMap<>();
    for (ModelSection model : page.models()) {
      model.confusion().ifPresent(view -> cells.put(model.id(), view.images()));
      model.curves().ifPresent(view -> thresholds.put(model.id(), view.thresholds()));
    }
    data.put("cells", cells);
    data.put("thresholds", thresholds);
    return rendered("report.jte", page, PageAssets.of(sheets, data));
  }

  /** The page of a comparison of runs. */
  public static String compare(ComparePage page) {
    return rendered("compare.jte", page, PageAssets.of("", Map.of("charts", byId(page.charts()))));
  }

  /** A page of claims. */
  public static String claims(ClaimsPage page) {
    return rendered("claims.jte", page, PageAssets.of("", Map.of("charts", byId(page.charts()))));
  }

  /** The page of a search. */
  public static String search(SearchPage page) {
    return rendered(
        "search.jte",
        page,
        PageAssets.of("", Map.of("charts", byId(page.charts()), "curves", page.curves())));
  }

  private static Map<String, Chart> byId(List<Chart> charts) {
    return charts.stream()
        .collect(
            Collectors.toMap(
                Chart::id,
                chart -> chart,
                (a, b) -> {
                  throw new IllegalArgumentException("two charts have the id " + a.id());
                },
                LinkedHashMap::new));
  }

  private static String rendered(String template, Object page, PageAssets assets) {
    StringOutput out = new StringOutput(EXPECTED_LENGTH);
    TemplateEngine.createPrecompiled(ContentType.Html)
        .render(template, Map.of("page", page, "assets", assets), out);
    return out.toString();
  }
}
