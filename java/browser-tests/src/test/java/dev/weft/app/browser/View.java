package dev.weft.app.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;

/** What a page is looked at through. */
enum View {
  /** A window on a desk. */
  DESKTOP(1200, 900, false),
  /** A phone held upright. */
  PHONE(375, 812, true);

  private final int width;
  private final int height;
  private final boolean phone;

  View(int width, int height, boolean phone) {
    this.width = width;
    this.height = height;
    this.phone = phone;
  }

  /** Light, and nothing moves by itself. */
  NewContextOptions options() {
    return new NewContextOptions()
        .setViewportSize(width, height)
        .setIsMobile(phone)
        .setHasTouch(phone)
        .setColorScheme(ColorScheme.LIGHT)
        .setLocale("en-GB");
  }
}
