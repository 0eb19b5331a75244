package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names of classes that would be markup or a script if anything took them for it. */
@ExtendWith(Browsers.class)
class HostileNamesTest {
  private static final List<String> NAMES =
      List.of(
          "<script>document.title='owned'</script>",
          "\"><img src=x onerror=alert(1)>",
          "</script><script>alert('&amp;')</script>");
  private static final int SIDE = 4;
  private static final int SAMPLES = 300;

  private static final class Trained {
    static final Run RUN = train();

    private Trained() {}

    private static Run train() {
      Path data = Weft.folder("hostile-data");
      try {
        Files.createDirectories(data);
        write(data, "train", 1);
        write(data, "t10k", 2);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Weft.run(
          "hostile",
          "train",
          "--dataset",
          "idx",
          "--data",
          data.toString(),
          "--class-names",
          String.join(",", NAMES),
          "--epochs",
          "3",
          "--backend",
          "java");
    }

    /** Pictures whose class is which third of the pixels is bright, not always clearly. */
    private static void write(Path folder, String name, long seed) throws IOException {
      Random random = new Random(seed);
      try (DataOutputStream images =
              new DataOutputStream(
                  Files.newOutputStream(folder.resolve(name + "-images-idx3-ubyte")));
          DataOutputStream labels =
              new DataOutputStream(
                  Files.newOutputStream(folder.resolve(name + "-labels-idx1-ubyte")))) {
        for (int head : new int[] {0x00000803, SAMPLES, SIDE, SIDE}) {
          images.writeInt(head);
        }
        labels.writeInt(0x00000801);
        labels.writeInt(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
          labels.writeByte(i % NAMES.size());
          for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            boolean bright = pixel % NAMES.size() == i % NAMES.size();
            images.writeByte(random.nextInt(200) + (bright ? 55 : 0));
          }
        }
      }
    }
  }

  private final Run run = Trained.RUN;

  @Test
  void theyAreTextInTables(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    for (int i = 0; i < NAMES.size(); i++) {
      assertThat(page.locator("table.confusion tbody th").nth(i)).hasText(NAMES.get(i));
    }
    assertEquals(0, page.locator("img[src=x]").count());
    assertTrue(!page.title().contains("owned"), page.title());
    Layout.assertFitsItsWidth(page);
  }

  @Test
  void theyAreTextInCaptions(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    Locator cell = page.locator("table.confusion button").first();
    cell.click();
    String label = cell.getAttribute("aria-label");
    assertTrue(label.startsWith(NAMES.get(0)), label);
    assertThat(page.locator(".images:visible p")).containsText(label);
    assertEquals(0, page.locator("img[src=x]").count());
  }

  @Test
  void theyAreTextInCharts(Windows windows) {
    Page page = windows.open(run.report(), View.DESKTOP);
    ChartPage charts = new ChartPage(page);
    assertEquals(List.of(), charts.problems());
    String scores =
        charts.charts().stream().filter(id -> id.endsWith("-scores")).findFirst().orElseThrow();
    for (int i = 0; i < NAMES.size(); i++) {
      assertThat(charts.hover(scores, i).locator("b")).hasText(NAMES.get(i));
    }
    assertEquals(0, page.locator("img[src=x]").count());
    assertTrue(!page.title().contains("owned"), page.title());
  }
}
