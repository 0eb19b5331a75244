package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The report can be read by whoever opens it: on a phone, on paper, without scripts or a mouse. */
@ExtendWith(Browsers.class)
class ReportReadingTest {
  private final Run run = Weft.experiments();

  private Page allDrawn(Windows windows, View view, ColorScheme scheme) {
    Page page = windows.open(run.report(), view.options().setColorScheme(scheme));
    ChartPage charts = new ChartPage(page);
    charts.charts().forEach(charts::chart);
    page.locator("#multiclass-confusion button[data-cell='6,0']").click();
    for (Locator summary : page.locator("summary").all()) {
      summary.click();
    }
    return page;
  }

  @ParameterizedTest
  @EnumSource
  void itFitsTheWidthOfTheWindow(View view, Windows windows) {
    Page page = allDrawn(windows, view, ColorScheme.LIGHT);
    Layout.assertFitsItsWidth(page);
    windows.keep(page, "report-" + view.toString().toLowerCase(java.util.Locale.ROOT));
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void itIsAccessible(ColorScheme scheme, Windows windows) {
    Page page = allDrawn(windows, View.DESKTOP, scheme);
    Layout.assertAccessible(page);
  }

  @Test
  void itIsAccessibleOnAPhone(Windows windows) {
    Layout.assertAccessible(allDrawn(windows, View.PHONE, ColorScheme.LIGHT));
  }

  /** The picture of the README. */
  @Test
  void itsTopShowsTheResult(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    ChartPage charts = new ChartPage(page);
    charts.chart("multiclass-loss");
    charts.chart("multiclass-accuracy");
    assertThat(page.locator(".headlines .value").first())
        .hasText(run.experiment("multiclass").get("test_accuracy").asText());
    assertThat(page.locator(".conclusions li")).hasCount(3);
    windows.keepTop(page, "report", 1990);
  }

  @Test
  void theKeyboardReachesEveryControl(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    ChartPage charts = new ChartPage(page);
    charts.charts().forEach(charts::chart);
    Layout.assertAllReachedByKeyboard(page);
  }

  @Test
  void withoutScriptsItsTablesSayIt(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP.options().setJavaScriptEnabled(false));
    assertThat(page.locator(".unplotted").first()).isVisible();
    assertEquals(0, page.locator(".scripted:visible").count());
    assertThat(page.locator("#theme")).isHidden();
    page.locator("#multiclass summary").first().click();
    Locator rows = page.locator("#multiclass details").first().locator("tbody tr");
    List<Double> losses = run.history("multiclass", "loss");
    assertThat(rows).hasCount(losses.size());
    assertThat(rows.first()).isVisible();
    assertThat(rows.first().locator("td").first())
        .hasText(String.format(java.util.Locale.ROOT, "%.4f", losses.get(0)));
    String right = run.experiment("multiclass").get("confusion").get(6).get(6).asText();
    Locator counted = page.locator("#multiclass-confusion tbody tr").nth(6).locator(".n").nth(6);
    assertThat(counted).isVisible();
    assertThat(counted).hasText(right);
    assertThat(page.locator("#command")).containsText("experiments --seed 0");
  }

  @Test
  void onPaperEveryChartIsDrawnAndLight(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP.options().setColorScheme(ColorScheme.DARK));
    int charts = new ChartPage(page).charts().size();
    assertTrue(page.locator("figure[data-drawn]").count() < charts, "drawn as they come into view");
    byte[] pdf = page.pdf();
    assertTrue(pdf.length > 100_000, "bytes: " + pdf.length);
    assertThat(page.locator("figure[data-drawn] svg")).hasCount(charts);
    assertEquals("rgb(20, 23, 28)", background(page), "dark again after printing");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertEquals("rgb(253, 253, 251)", background(page));
    assertThat(page.locator(".top")).isHidden();
    assertThat(page.locator(".threshold").first()).isHidden();
  }

  private static String background(Page page) {
    return (String) page.evaluate("() => getComputedStyle(document.body).backgroundColor");
  }
}
