package dev.weft.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.weft.data.Dataset;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** The page of a server, as its users handle it. */
final class ServePage {
  private static final int SIDE = 28;

  private final Page page;

  /** A page whose models are there. */
  ServePage(Page page) {
    this.page = page;
    page.locator("body[data-ready=true]").waitFor();
  }

  Page page() {
    return page;
  }

  /** What a model says: its class and percentage, or that there is nothing yet. */
  Locator said(String model) {
    return page.locator("section[data-model='" + model + "'] .said");
  }

  Locator problem() {
    return page.locator("#problem");
  }

  /** One sentence for screen readers on what all models say. */
  Locator summary() {
    return page.locator("#summary");
  }

  void assertNothingSaid() {
    for (Locator said : page.locator(".said").all()) {
      assertThat(said).hasText("Nothing yet");
    }
  }

  /** An image of a data set as a PNG file. */
  static byte[] png(Dataset data, int sample) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int grey = data.pixels().get(sample * SIDE * SIDE + i) & 0xff;
      image.getRaster().setSample(i % SIDE, i / SIDE, 0, grey);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** What the page gets to hold when somebody drags or copies a file. */
  private JSHandle transfer(byte[] file, String name, String type) {
    return page.evaluateHandle(
        """
        ({ base64, name, type }) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(new File([bytes], name, { type }));
          return transfer;
        }
        """,
        Map.of("base64", Base64.getEncoder().encodeToString(file), "name", name, "type", type));
  }

  void drop(byte[] file, String name, String type) {
    Map<String, Object> event = Map.of("dataTransfer", transfer(file, name, type));
    page.dispatchEvent("#drop", "dragover", event);
    page.dispatchEvent("#drop", "drop", event);
  }

  void paste(byte[] file, String name, String type) {
    page.evaluate(
        "clipboardData => document.dispatchEvent("
            + "new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))",
        transfer(file, name, type));
  }

  /** Draws a line through points of the pad, each a share of its width and its height. */
  void draw(List<double[]> points) {
    BoundingBox pad = page.locator("#pad").boundingBox();
    Mouse mouse = page.mouse();
    for (int i = 0; i < points.size(); i++) {
      double[] point = points.get(i);
      mouse.move(pad.x + point[0] * pad.width, pad.y + point[1] * pad.height);
      if (i == 0) {
        mouse.down();
      }
    }
    mouse.up();
  }

  /** The grey values that the networks see. */
  List<?> seen() {
    return (List<?>)
        page.evaluate(
            """
            () => {
              const copy = new OffscreenCanvas(28, 28).getContext('2d', { willReadFrequently: true });
              copy.drawImage(document.getElementById('seen'), 0, 0);
              const { data } = copy.getImageData(0, 0, 28, 28);
              return Array.from({ length: 784 }, (_, i) => data[4 * i]);
            }
            """);
  }
}
