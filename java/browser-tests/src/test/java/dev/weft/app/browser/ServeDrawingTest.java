package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Drawing on the page of a server: with the pointer, a finger and the keyboard. */
@ExtendWith(Browsers.class)
class ServeDrawingTest {
  private static final List<double[]> LEFT_LEG =
      List.of(new double[] {0.42, 0.15}, new double[] {0.38, 0.9});
  private static final List<double[]> RIGHT_LEG =
      List.of(new double[] {0.58, 0.15}, new double[] {0.62, 0.9});
  private static final List<double[]> SOLE =
      List.of(new double[] {0.05, 0.8}, new double[] {0.5, 0.85}, new double[] {0.95, 0.8});
  private static final Pattern SOMETHING = Pattern.compile("multiclass: .+, .+ %.*");

  private static Serving serving;

  @BeforeAll
  static void start() {
    serving = Serving.of(Weft.experiments().folder());
  }

  @AfterAll
  static void stop() {
    if (serving != null) {
      serving.close();
    }
  }

  @Test
  void aDrawingIsClassifiedAndChangesWhatIsSaid(Windows windows) {
    ServePage page = new ServePage(windows.open(serving.uri(), View.DESKTOP));
    page.assertNothingSaid();
    page.draw(LEFT_LEG);
    page.draw(RIGHT_LEG);
    assertThat(page.said("multiclass").locator(".class")).hasText("Trouser");
    assertThat(page.said("binary").locator(".class")).hasText("clothing");
    windows.keep(page.page(), "serve-drawn");
    List<?> legs = page.seen();
    String before = page.summary().textContent();
    page.draw(SOLE);
    assertThat(page.summary()).not().hasText(before);
    assertNotEquals(legs, page.seen());
  }

  @Test
  void undoAndClearTakeItBack(Windows windows) {
    ServePage page = new ServePage(windows.open(serving.uri(), View.DESKTOP));
    Locator undo = page.page().locator("#undo");
    assertThat(undo).isDisabled();
    page.draw(LEFT_LEG);
    assertThat(page.summary()).hasText(SOMETHING);
    String one = page.summary().textContent();
    page.draw(SOLE);
    assertThat(page.summary()).not().hasText(one);
    undo.click();
    assertThat(page.summary()).hasText(one);
    undo.click();
    page.assertNothingSaid();
    assertThat(undo).isDisabled();
    page.draw(SOLE);
    assertThat(page.summary()).hasText(SOMETHING);
    page.page().locator("#clear").click();
    page.assertNothingSaid();
    assertThat(page.page().locator("#pad")).isFocused();
  }

  @Test
  void aFingerDraws(Windows windows) {
    ServePage page = new ServePage(windows.open(serving.uri(), View.PHONE));
    page.page().locator("#pad").tap();
    assertThat(page.summary()).hasText(SOMETHING);
    Layout.assertFitsItsWidth(page.page());
  }

  @Test
  void theKeyboardDraws(Windows windows) {
    ServePage page = new ServePage(windows.open(serving.uri(), View.DESKTOP));
    Page window = page.page();
    window.locator("#pad").focus();
    window.keyboard().press("Space");
    assertThat(page.summary()).hasText(SOMETHING);
    String dot = page.summary().textContent();
    for (int i = 0; i < 8; i++) {
      window.keyboard().press("ArrowDown");
    }
    assertThat(page.summary()).not().hasText(dot);
    window.keyboard().press("Space");
    window.locator("#undo").click();
    page.assertNothingSaid();
  }

  @Test
  void aServerThatIsGoneIsSaidClearly(Windows windows) {
    windows.expect("net::ERR_CONNECTION");
    try (Serving stopped = Serving.of(Weft.experiments().folder())) {
      ServePage page = new ServePage(windows.open(stopped.uri(), View.DESKTOP));
      page.draw(LEFT_LEG);
      assertThat(page.summary()).hasText(SOMETHING);
      stopped.stop();
      page.draw(RIGHT_LEG);
      assertThat(page.problem()).isVisible();
      assertThat(page.problem()).containsText("The server does not answer");
      page.assertNothingSaid();
      windows.keep(page.page(), "serve-gone");
    }
  }
}
