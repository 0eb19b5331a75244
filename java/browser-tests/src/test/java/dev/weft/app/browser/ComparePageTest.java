package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two runs side by side. */
@ExtendWith(Browsers.class)
class ComparePageTest {
  private static final class Compared {
    static final URI PAGE = compare();

    private Compared() {}

    private static URI compare() {
      Path page = Weft.folder("compare.html");
      Weft.execute(
          "compare",
          Weft.experiments().folder().toString(),
          Weft.shorter().folder().toString(),
          "--out",
          page.toString());
      return page.toUri();
    }
  }

  private final Run run = Weft.experiments();
  private final Run shorter = Weft.shorter();
  private final URI compared = Compared.PAGE;

  @ParameterizedTest
  @EnumSource
  void everyChartDrawsTheCurvesOfBothRuns(View view, Windows windows) {
    Page page = windows.open(compared, view);
    ChartPage charts = new ChartPage(page);
    assertEquals(List.of(), charts.problems());
    Layout.assertFitsItsWidth(page);
    assertEquals(List.of(compared.toString()), windows.requests());
    windows.keep(page, "compare-" + view.toString().toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void curvesAreThoseOfTheRuns(Windows windows) {
    ChartPage charts = new ChartPage(windows.open(compared, View.DESKTOP));
    List<Integer> epochs =
        List.of(
            run.history("multiclass", "loss").size(), shorter.history("multiclass", "loss").size());
    assertEquals(3, epochs.get(1));
    List<String> names = charts.charts().stream().filter(id -> id.contains("multiclass")).toList();
    assertTrue(names.size() >= 2, charts.charts().toString());
    for (String id : names) {
      JsonNode series = charts.data().get("charts").get(id).get("series");
      List<Integer> points =
          java.util.stream.StreamSupport.stream(series.spliterator(), false)
              .map(one -> one.get("points").size())
              .toList();
      assertTrue(points.containsAll(epochs), id + " " + points);
    }
  }

  @Test
  void whatDiffersIsNamed(Windows windows) {
    Page page = windows.open(compared, View.DESKTOP);
    Locator differences = page.locator("#differences tbody tr");
    Locator seed =
        differences.filter(
            new Locator.FilterOptions()
                .setHas(page.locator("th", new Page.LocatorOptions().setHasText("seed"))));
    assertThat(seed.first()).isVisible();
    assertThat(seed.first().locator("td")).hasText(new String[] {"0", "1"});
    assertThat(page.locator("#figures"))
        .containsText(run.experiment("multiclass").get("test_accuracy").asText());
    assertThat(page.locator("#figures"))
        .containsText(shorter.experiment("multiclass").get("test_accuracy").asText());
  }

  @Test
  void everybodyCanReadIt(Windows windows) {
    Page page = windows.open(compared, View.DESKTOP);
    ChartPage charts = new ChartPage(page);
    charts.charts().forEach(charts::chart);
    Layout.assertAccessible(page);
    Layout.assertAllReachedByKeyboard(page);
  }
}
