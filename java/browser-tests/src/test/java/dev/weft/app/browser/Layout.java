package dev.weft.app.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.util.List;

/** What holds of every page. */
final class Layout {
  private static final String AXE = ChartPage.resource("/axe.min.js");

  private Layout() {}

  /** Nothing makes the page wider than the window. */
  static void assertFitsItsWidth(Page page) {
    Object wide =
        page.evaluate(
            """
            () => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              return [...document.querySelectorAll('body *')]
                .filter((one) => one.getBoundingClientRect().right > width + 1)
                .filter((one) => one.closest('.scroll, nav') === null)
                .slice(0, 5)
                .map((one) => one.outerHTML.slice(0, 120));
            }
            """);
    assertEquals(List.of(), wide, "wider than the window");
    assertTrue(
        (Boolean)
            page.evaluate(
                "() => document.documentElement.scrollWidth"
                    + " <= document.documentElement.clientWidth"));
  }

  /** What axe-core finds by its rules for WCAG 2.2 AA and its advice; and one title of the page. */
  static void assertAccessible(Page page) {
    page.evaluate(AXE + "; undefined");
    Object found =
        page.evaluate(
            """
            async () => {
              const { violations } = await axe.run(document, { resultTypes: ['violations'] });
              return violations.map((one) =>
                `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? n.failureSummary ?? '')).join(' | ')}`);
            }
            """);
    assertEquals(List.of(), found, "what axe-core found");
    assertEquals(1, page.locator("h1").count());
    assertEquals(0, page.locator("img:not([alt])").count());
    assertEquals(0, page.locator("[role=img]:not([aria-label])").count());
    assertEquals(0, page.locator("table:not(:has(th))").count());
  }

  /** Going through the page by the tabulator reaches every control, in the order of the page. */
  static void assertAllReachedByKeyboard(Page page) {
    int controls =
        (Integer)
            page.evaluate(
                """
                () => {
                  const usable = (one) =>
                    one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0
                      && one.closest('details:not([open]) > :not(summary)') === null
                      && (one.type !== 'radio' || one.checked);
                  const all = [...document.querySelectorAll(
                    'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(usable);
                  all.forEach((one, i) => { one.dataset.tabStop = i; });
                  window.visited = [];
                  document.addEventListener('focusin', (event) =>
                    window.visited.push(Number(event.target.dataset.tabStop ?? -1)));
                  document.activeElement?.blur();
                  return all.length;
                }
                """);
    for (int i = 0; i < controls; i++) {
      page.keyboard().press("Tab");
    }
    Object missed =
        page.evaluate(
            """
            (controls) => {
              const seen = window.visited;
              const out = [];
              for (let i = 0; i < controls; i++) {
                if (seen[i] !== i) {
                  const one = document.querySelector(`[data-tab-stop="${i}"]`);
                  out.push(`${i}: ${one.outerHTML.slice(0, 120)}, focus was at ${seen[i]}`);
                }
              }
              return out.slice(0, 3);
            }
            """,
            controls);
    assertTrue(controls > 0);
    assertEquals(List.of(), missed, "not reached in the order of the page");
  }
}
