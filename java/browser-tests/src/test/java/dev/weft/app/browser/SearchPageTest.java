package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of a search: seven configurations, of which five are picked at first. */
@ExtendWith(Browsers.class)
class SearchPageTest {
  private static final class Searched {
    static final URI PAGE =
        Weft.run(
                "search",
                "sweep",
                "--epochs",
                "2",
                "--batch-size",
                "64,128,256,512,1024,2048,4096",
                "--seeds",
                "0..1")
            .report();

    private Searched() {}
  }

  private final URI searched = searched();

  private static URI searched() {
    Weft.data();
    return Searched.PAGE;
  }

  @ParameterizedTest
  @EnumSource
  void showsRankingLinesAndCurvesAtAnyWidth(View view, Windows windows) {
    Page page = windows.open(searched, view);
    assertEquals(List.of(), new ChartPage(page).problems());
    Layout.assertFitsItsWidth(page);
    assertThat(page.locator(".ranking tbody tr")).hasCount(7);
    assertThat(page.locator(".coordinates path")).hasCount(7);
    assertThat(page.locator(".coordinates path.picked")).hasCount(5);
    assertEquals(List.of(searched.toString()), windows.requests());
    windows.keep(page, "search-" + view.toString().toLowerCase(Locale.ROOT));
  }

  /** By the table's button and by a click on a line; a ninth would replace the first. */
  @Test
  void whatIsPickedHasItsCurve(Windows windows) {
    Page page = windows.open(searched, View.DESKTOP);
    ChartPage charts = new ChartPage(page);
    Locator chart = charts.chart("picked-loss");
    assertThat(chart.locator(".legend button")).hasCount(5);
    Locator last = page.locator(".ranking tbody tr").last().locator("button");
    String number = last.getAttribute("data-pick");
    last.click();
    assertThat(last).hasAttribute("aria-pressed", "true");
    Locator legend = charts.chart("picked-loss").locator(".legend button");
    assertThat(legend).hasCount(6);
    assertThat(legend.last()).hasText("configuration " + number);
    Locator line = page.locator(".coordinates path[data-pick='" + number + "']");
    assertTrue(line.getAttribute("class").contains("picked"));
    line.dispatchEvent("click");
    assertThat(last).hasAttribute("aria-pressed", "false");
    assertThat(charts.chart("picked-accuracy").locator(".legend button")).hasCount(5);
  }
}
