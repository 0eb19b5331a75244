package dev.weft.app.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test {@link Windows} of its own in one browser for all; afterwards the test fails
 * where a page complained of anything, or asked for what it may not have.
 */
final class Browsers implements ExecutionCondition, ParameterResolver, AfterEachCallback {
  private static final Namespace SPACE = Namespace.create(Browsers.class);

  /** The browser and the process that drives it, which end with the last test. */
  private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
    static Running start() {
      Path program =
          Chromium.program().orElseThrow(() -> new IllegalStateException(Chromium.MISSING));
      LaunchOptions options = new LaunchOptions().setExecutablePath(program);
      PlaywrightAssertions.setDefaultAssertionTimeout(Windows.PATIENCE_MS);
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      try {
        return new Running(playwright, playwright.chromium().launch(options));
      } catch (RuntimeException e) {
        playwright.close();
        throw e;
      }
    }

    @Override
    public void close() {
      browser.close();
      playwright.close();
    }
  }

  /** Without a browser tests are passed over; in CI they run, and fail. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Chromium.program().isPresent() || System.getenv("CI") != null
        ? ConditionEvaluationResult.enabled("there is a browser, or has to be one")
        : ConditionEvaluationResult.disabled(Chromium.MISSING);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Windows.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running =
        context
            .getRoot()
            .getStore(SPACE)
            .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class);
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "-"
            + context.getRequiredTestMethod().getName();
    Windows windows = new Windows(running.browser(), test);
    context.getStore(SPACE).put(Windows.class, windows);
    return windows;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Windows windows = context.getStore(SPACE).remove(Windows.class, Windows.class);
    if (windows != null) {
      windows.end(context.getExecutionException().isPresent());
    }
  }
}
