package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.FashionMnist;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures given to the page of a server, in every way that it takes them. */
@ExtendWith(Browsers.class)
class ServePicturesTest {
  /** Test images that no network takes for anything else. */
  private static final int BOOT = 0;

  private static final int TROUSER = 2;

  private static Serving serving;
  private static Dataset test;

  @BeforeAll
  static void start() {
    test = Weft.data().test();
    serving = Serving.of(Weft.experiments().folder());
  }

  @AfterAll
  static void stop() {
    if (serving != null) {
      serving.close();
    }
  }

  private static void assertSays(ServePage page, int sample) {
    String name = test.classNames().get(test.label(sample));
    int group = FashionMnist.CLOTHING.group(test.label(sample));
    String grouped = FashionMnist.CLOTHING.groupNames().get(group);
    assertThat(page.said("multiclass").locator(".class")).hasText(name);
    assertThat(page.said("binary").locator(".class")).hasText(grouped);
    assertThat(page.said("binarized").locator(".class")).hasText(grouped);
    Locator chosen = page.page().locator("section[data-model=multiclass] tr.chosen");
    assertThat(chosen).hasCount(1);
    assertThat(chosen).hasAttribute("data-class", name);
    List<Integer> pixels = new ArrayList<>();
    for (int i = 0; i < test.features(); i++) {
      pixels.add(test.pixels().get(sample * test.features() + i) & 0xff);
    }
    assertEquals(pixels, page.seen(), "what the networks see is the image itself");
  }

  @ParameterizedTest
  @EnumSource
  void modelsAreListedWithTheirClasses(View view, Windows windows) {
    Page page = new ServePage(windows.open(serving.uri(), view)).page();
    assertThat(page.locator("section.model h3"))
        .hasText(new String[] {"multiclass", "binary", "binarized"});
    assertThat(page.locator("section[data-model=multiclass] tbody th"))
        .hasText(FashionMnist.CLASS_NAMES.toArray(String[]::new));
    for (String model : List.of("binary", "binarized")) {
      assertThat(page.locator("section[data-model=" + model + "] tbody th"))
          .hasText(FashionMnist.CLOTHING.groupNames().toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BOOT, TROUSER})
  void aDroppedPictureIsRecognisedByEachClassifier(int sample, Windows windows) {
    ServePage page = new ServePage(windows.open(serving.uri(), View.DESKTOP));
    page.assertNothingSaid();
    page.drop(ServePage.png(test, sample), "garment.png", "image/png");
    assertSays(page, sample);
    assertThat(page.page().locator("#picture")).isVisible();
    assertThat(page.problem()).isHidden();
    windows.keep(page.page(), "serve-" + sample);
  }

  @Test
  void aChosenFileIsRecognised(Windows windows) {
    ServePage page = new ServePage(windows.open(serving.uri(), View.PHONE));
    page.page()
        .locator("#file")
        .setInputFiles(new FilePayload("boot.png", "image/png", ServePage.png(test, BOOT)));
    assertSays(page, BOOT);
    Layout.assertFitsItsWidth(page.page());
    windows.keep(page.page(), "serve-phone");
  }

  @Test
  void aPastedPictureIsRecognised(Windows windows) {
    ServePage page = new ServePage(windows.open(serving.uri(), View.DESKTOP));
    page.paste(ServePage.png(test, TROUSER), "image.png", "image/png");
    assertSays(page, TROUSER);
    page.page().locator("#clear").click();
    page.assertNothingSaid();
    assertThat(page.page().locator("#picture")).isHidden();
  }

  @Test
  void aTextFileIsRefusedInWords(Windows windows) {
    windows.expect("Failed to load resource");
    ServePage page = new ServePage(windows.open(serving.uri(), View.DESKTOP));
    page.drop(ServePage.png(test, BOOT), "boot.png", "image/png");
    assertSays(page, BOOT);
    page.drop("not a picture".getBytes(StandardCharsets.UTF_8), "notes.txt", "text/plain");
    assertThat(page.problem()).isVisible();
    assertThat(page.problem()).containsText("PNG");
    page.assertNothingSaid();
    windows.keep(page.page(), "serve-refused");
    page.drop(ServePage.png(test, TROUSER), "trouser.png", "image/png");
    assertSays(page, TROUSER);
    assertThat(page.problem()).isHidden();
  }

  @Test
  void itAsksItsOwnServerAlone(Windows windows) {
    ServePage page = new ServePage(windows.open(serving.uri(), View.DESKTOP));
    page.drop(ServePage.png(test, BOOT), "boot.png", "image/png");
    assertSays(page, BOOT);
    List<String> paths =
        windows.requests().stream()
            .filter(url -> url.startsWith("http"))
            .map(url -> url.replaceFirst(serving.uri().toString(), "/").replaceFirst("\\?.*", ""))
            .distinct()
            .toList();
    assertEquals(List.of("/", "/page.css", "/page.js", "/v1/models", "/v1/predict"), paths);
  }

  @Test
  void namesOfModelsAreText(Windows windows, @TempDir Path folder) throws IOException {
    String name = "<img src=x onerror=alert(1)>";
    Path model =
        Files.copy(
            Weft.experiments().folder().resolve("binary.safetensors"),
            folder.resolve(name + ".safetensors"));
    try (Serving hostile = Serving.of(model)) {
      ServePage page = new ServePage(windows.open(hostile.uri(), View.DESKTOP));
      assertThat(page.page().locator("section.model h3")).hasText(name);
      page.drop(ServePage.png(test, BOOT), "boot.png", "image/png");
      assertThat(page.page().locator(".said .class")).hasText("footwear and bags");
      assertThat(page.summary()).containsText(name);
      assertEquals(0, page.page().locator("img[src=x]").count());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void itIsAccessible(ColorScheme scheme, Windows windows) {
    Page page = windows.open(serving.uri(), View.DESKTOP.options().setColorScheme(scheme));
    ServePage served = new ServePage(page);
    Layout.assertAccessible(page);
    served.drop(ServePage.png(test, BOOT), "boot.png", "image/png");
    assertSays(served, BOOT);
    Layout.assertAccessible(page);
    Layout.assertAllReachedByKeyboard(page);
    assertTrue(page.title().contains("Weft"), page.title());
  }
}
