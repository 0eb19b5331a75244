package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.weft.data.Dataset;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cells of the confusion matrices count what the run counted, and open their images. */
@ExtendWith(Browsers.class)
class ReportConfusionTest {
  private static final int SIDE = 28;
  private static final int MOST_IMAGES = 24;
  private static final int SHIRT = 6;
  private static final int PULLOVER = 2;
  private static final Pattern LABEL = Pattern.compile("Test image (\\d+), probability [\\d.]+");

  private final Run run = Weft.experiments();

  @ParameterizedTest
  @ValueSource(strings = {"multiclass", "binary", "binarized"})
  void cellsCountWhatTheResultsCount(String model, Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    JsonNode counts = run.experiment(model).get("confusion");
    Locator rows = page.locator("#" + model + "-confusion tbody tr");
    assertEquals(counts.size(), rows.count());
    for (int truth = 0; truth < counts.size(); truth++) {
      List<String> shown = rows.nth(truth).locator(".n").allTextContents();
      assertEquals(counts.get(truth).size(), shown.size());
      for (int k = 0; k < shown.size(); k++) {
        assertEquals(counts.get(truth).get(k).asText(), shown.get(k).strip());
      }
    }
  }

  @Test
  void aCellOpensItsImages(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    Locator cell = cell(page, SHIRT, PULLOVER);
    Locator images = page.locator("#multiclass-images");
    assertThat(images).isHidden();
    cell.click();
    assertOpen(images, cell);
    cell.click();
    assertThat(images).isHidden();
    assertThat(cell).hasAttribute("aria-expanded", "false");
  }

  @Test
  void theKeyboardOpensAndClosesACell(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    Locator cell = cell(page, SHIRT, PULLOVER);
    Locator images = page.locator("#multiclass-images");
    cell.focus();
    page.keyboard().press("Enter");
    assertOpen(images, cell);
    page.keyboard().press("Escape");
    assertThat(images).isHidden();
    assertThat(cell).isFocused();
    page.keyboard().press("Space");
    assertOpen(images, cell);
  }

  @Test
  void aMatrixIsOneTabStopWithArrowKeysInside(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    Locator table = page.locator("#multiclass-confusion");
    assertThat(table).hasAttribute("role", "grid");
    page.locator("input[name=multiclass-cells]").first().focus();
    press(page, "Tab");
    assertAt(page, 0, 0);
    press(page, "ArrowDown", "ArrowDown", "ArrowRight");
    assertAt(page, 2, 1);
    press(page, "ArrowUp", "ArrowLeft", "ArrowLeft");
    assertAt(page, 1, 0);
    press(page, "End", "ArrowRight");
    assertAt(page, 1, 9);
    press(page, "Control+End", "ArrowDown");
    assertAt(page, 9, 9);
    press(page, "Home");
    assertAt(page, 9, 0);
    press(page, "Control+Home", "ArrowUp");
    assertAt(page, 0, 0);
    for (int truth = 0; truth < SHIRT; truth++) {
      press(page, "ArrowDown");
    }
    press(page, "ArrowRight", "ArrowRight");
    press(page, "Enter");
    assertOpen(page.locator("#multiclass-images"), cell(page, SHIRT, PULLOVER));
    press(page, "Tab");
    assertThat(table.locator(":focus")).hasCount(0);
    press(page, "Shift+Tab");
    assertAt(page, SHIRT, PULLOVER);
    press(page, "Shift+Tab");
    assertThat(page.locator("input[name=multiclass-cells]").first()).isFocused();
  }

  @Test
  void everyCellIsReachedByArrowKeysAlsoThoseThatOpenNothing(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    JsonNode counts = run.experiment("multiclass").get("confusion");
    page.locator("#multiclass-confusion [tabindex='0']").focus();
    int empty = 0;
    for (int truth = 0; truth < counts.size(); truth++) {
      press(page, "Home");
      for (int k = 0; k < counts.size(); k++) {
        assertAt(page, truth, k);
        empty += counts.get(truth).get(k).asInt() == 0 ? 1 : 0;
        press(page, "ArrowRight");
      }
      press(page, "ArrowDown");
    }
    assertTrue(empty > 0, "no cell without images");
  }

  @Test
  void aClickMovesTheTabStop(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    cell(page, SHIRT, PULLOVER).click();
    assertAt(page, SHIRT, PULLOVER);
    press(page, "ArrowRight");
    assertAt(page, SHIRT, PULLOVER + 1);
  }

  private static void press(Page page, String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  /** The focus is in this cell of the ten classes' matrix, which is its one tab stop. */
  private static void assertAt(Page page, int truth, int predicted) {
    Locator table = page.locator("#multiclass-confusion");
    Locator cell = table.locator("tbody tr").nth(truth).locator("td").nth(predicted);
    Object inside = cell.evaluate("(cell) => cell.contains(document.activeElement)");
    assertEquals(true, inside, "row " + truth + ", column " + predicted);
    assertThat(table.locator("[tabindex='0']")).hasCount(1);
    assertThat(table.locator("[tabindex='0']")).isFocused();
  }

  private static Locator cell(Page page, int truth, int predicted) {
    return page.locator(
        "#multiclass-confusion button[data-cell='" + truth + "," + predicted + "']");
  }

  private void assertOpen(Locator images, Locator cell) {
    assertThat(cell).hasAttribute("aria-expanded", "true");
    assertThat(images).isVisible();
    JsonNode row = run.experiment("multiclass").get("confusion").get(SHIRT);
    int count = row.get(PULLOVER).asInt();
    assertThat(images.locator("p"))
        .containsText("Shirt predicted as Pullover: " + count + " of 1000");
    assertThat(images.locator("li")).hasCount(Math.min(MOST_IMAGES, count));
  }

  @Test
  void theImagesAreThoseOfTheTestSet(Windows windows) throws IOException {
    Page page = windows.open(run.report(), View.DESKTOP);
    cell(page, SHIRT, PULLOVER).click();
    Dataset test = Weft.data().test();
    for (Locator picture : page.locator("#multiclass-images [role=img]").all()) {
      Matcher label = LABEL.matcher(picture.getAttribute("aria-label"));
      assertTrue(label.matches(), label.toString());
      int sample = Integer.parseInt(label.group(1));
      assertEquals(SHIRT, test.label(sample));
      assertShows(test, sample, picture);
    }
  }

  /** In the middle of each of the 28 x 28 squares is the grey of its pixel. */
  private static void assertShows(Dataset test, int sample, Locator picture) throws IOException {
    BufferedImage shot = ImageIO.read(new ByteArrayInputStream(picture.screenshot()));
    int wrong = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int pixel = test.pixels().get((sample * SIDE + y) * SIDE + x) & 0xff;
        int shown =
            shot.getRGB(
                (int) ((x + 0.5) * shot.getWidth() / SIDE),
                (int) ((y + 0.5) * shot.getHeight() / SIDE));
        wrong += Math.abs((shown & 0xff) - pixel) > 8 ? 1 : 0;
      }
    }
    // Its corners are round.
    assertTrue(wrong <= 8, wrong + " pixels of test image " + sample + " differ");
  }

  @Test
  void sharesOfTheRowTakeThePlaceOfCounts(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    Locator cell = cell(page, SHIRT, SHIRT);
    Locator table = page.locator("#multiclass-confusion");
    assertThat(cell.locator(".n")).isVisible();
    assertThat(cell.locator(".s")).isHidden();
    page.locator("input[name=multiclass-cells][value=shares]").check();
    assertThat(table).hasAttribute("data-show", "shares");
    assertThat(cell.locator(".n")).isHidden();
    assertThat(cell.locator(".s")).isVisible();
    int right = run.experiment("multiclass").get("confusion").get(SHIRT).get(SHIRT).asInt();
    assertThat(cell.locator(".s")).hasText(right / 10 + "." + right % 10);
  }
}
