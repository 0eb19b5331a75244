package dev.weft.app.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The windows of one test, and what their pages complained of. */
final class Windows {
  private static final Path SCREENSHOTS = Path.of(System.getProperty("weft.screenshots"));

  /** For machines that do much else; nothing waits so long where things work. */
  static final int PATIENCE_MS = 60_000;

  /** What a page makes for itself needs no network. */
  private static final Set<String> OWN = Set.of("data", "blob");

  private final Browser browser;
  private final String test;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  Windows(Browser browser, String test) {
    this.browser = browser;
    this.test = test;
  }

  /** A page in a window of its own, loaded. It may ask for itself; of a server, for its files. */
  Page open(URI uri, View view) {
    return open(uri, view.options());
  }

  Page open(URI uri, NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    contexts.add(context);
    context.setDefaultTimeout(PATIENCE_MS);
    String allowed = uri.getScheme().equals("file") ? uri.toString() : uri.resolve("/").toString();
    context.onConsoleMessage(this::hear);
    context.onWebError(error -> complaints.add("error: " + error.error()));
    context.onDialog(
        dialog -> {
          complaints.add("dialogue: " + dialog.message());
          dialog.dismiss();
        });
    context.onRequest(
        request -> {
          requests.add(request.url());
          String scheme = request.url().substring(0, request.url().indexOf(':'));
          if (!OWN.contains(scheme) && !request.url().startsWith(allowed)) {
            complaints.add("request: " + request.url());
          }
        });
    Page page = context.newPage();
    page.navigate(uri.toString());
    return page;
  }

  private void hear(ConsoleMessage message) {
    if (Set.of("error", "warning", "assert").contains(message.type())) {
      complaints.add(message.type() + ": " + message.text());
    }
  }

  /** Every address that was asked for, in order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Complaints with this text are part of the test. */
  void expect(String text) {
    expected.add(text);
  }

  /** Keeps the whole page as a picture. */
  void keep(Page page, String name) {
    toTop(page);
    page.screenshot(screenshot(name));
  }

  /** Keeps the upper part of a page, down to so many pixels. */
  void keepTop(Page page, String name, int height) {
    toTop(page);
    page.screenshot(screenshot(name).setClip(0, 0, page.viewportSize().width, height));
  }

  /** Else what stays at the top of the window lies over the middle of the page. */
  private static void toTop(Page page) {
    page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })");
  }

  private static ScreenshotOptions screenshot(String name) {
    return new ScreenshotOptions()
        .setFullPage(true)
        .setAnimations(ScreenshotAnimations.DISABLED)
        .setPath(SCREENSHOTS.resolve(name + ".png"));
  }

  void end(boolean failed) {
    try {
      for (BrowserContext context : contexts) {
        for (Page page : context.pages()) {
          if (failed) {
            keep(page, "failed-" + test + "-" + contexts.indexOf(context));
          }
          // Messages come in order: after the answer no earlier one is on its way.
          page.title();
        }
      }
    } catch (PlaywrightException e) {
      complaints.add(e.getMessage());
    } finally {
      contexts.forEach(BrowserContext::close);
    }
    complaints.removeIf(complaint -> expected.stream().anyMatch(complaint::contains));
    assertEquals(List.of(), complaints, "what the pages complained of");
  }
}
