package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The report follows the system's theme until another one is chosen, which the browser keeps. */
@ExtendWith(Browsers.class)
class ReportThemeTest {
  private static final String LIGHT = "rgb(253, 253, 251)";
  private static final String DARK = "rgb(20, 23, 28)";
  private static final String TRAINING_IN_LIGHT = "rgb(48, 73, 155)";
  private static final String TRAINING_IN_DARK = "rgb(147, 168, 240)";

  private final Run run = Weft.experiments();

  private static void assertPaper(Page page, String colour) {
    assertThat(page.locator("body")).hasCSS("background-color", colour);
  }

  private static Locator lines(Page page, String colour) {
    return page.locator("#multiclass-loss svg path[stroke='" + colour + "'][stroke-width='2']");
  }

  @Test
  void itFollowsTheSystem(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    new ChartPage(page).chart("multiclass-loss");
    assertPaper(page, LIGHT);
    assertThat(lines(page, TRAINING_IN_LIGHT)).hasCount(1);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertPaper(page, DARK);
    assertThat(lines(page, TRAINING_IN_DARK)).hasCount(1);
    assertThat(lines(page, TRAINING_IN_LIGHT)).hasCount(0);
    assertEquals(List.of(), new ChartPage(page).problems());
    windows.keep(page, "report-dark");
  }

  @Test
  void theButtonGoesThroughTheThemes(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    new ChartPage(page).chart("multiclass-loss");
    Locator button = page.locator("#theme");
    assertThat(button).hasText("Theme: automatic");
    button.click();
    assertThat(button).hasText("Theme: light");
    button.press("Enter");
    assertThat(button).hasText("Theme: dark");
    assertPaper(page, DARK);
    assertThat(lines(page, TRAINING_IN_DARK)).hasCount(1);
    button.click();
    assertThat(button).hasText("Theme: automatic");
    assertPaper(page, LIGHT);
  }

  @Test
  void aChosenThemeOutlivesAVisitAndStaysWithItsBrowser(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    page.locator("#theme").click();
    page.locator("#theme").click();
    assertPaper(page, DARK);
    page.reload();
    assertThat(page.locator("#theme")).hasText("Theme: dark");
    assertPaper(page, DARK);
    page.locator("#theme").click();
    page.reload();
    assertThat(page.locator("#theme")).hasText("Theme: automatic");
    assertPaper(page, LIGHT);
    Page other = windows.open(run.report(), View.DESKTOP);
    assertThat(other.locator("#theme")).hasText("Theme: automatic");
  }

  @Test
  void aChosenThemeOutweighsTheSystem(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP.options().setColorScheme(ColorScheme.DARK));
    assertPaper(page, DARK);
    page.locator("#theme").click();
    assertThat(page.locator("#theme")).hasText("Theme: light");
    assertPaper(page, LIGHT);
  }
}
