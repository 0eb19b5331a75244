package dev.weft.report.html;

import dev.weft.data.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Many small images as one PNG, each once however often it is shown: a page of a thousand images
 * stays small, and opens fast.
 */
final class ImageSheet {
  private static final int COLUMNS = 32;

  private final String name;
  private final ImageSize size;
  private final ByteBuffer pixels;
  private final Map<Integer, Integer> slots = new LinkedHashMap<>();

  /**
   * A sheet of images.
   *
   * @param name of its CSS class, unique on the page
   * @param pixels [samples, size]: 0 is black
   */
  ImageSheet(String name, ImageSize size, ByteBuffer pixels) {
    this.name = name;
    this.size = size;
    this.pixels = pixels;
  }

  /** Where the image of a sample stands on the sheet; puts it there where it is not yet. */
  SheetPicture picture(int sample) {
    int slot = slots.computeIfAbsent(sample, key -> slots.size());
    return new SheetPicture(name, slot % COLUMNS, slot / COLUMNS, size.width(), size.height());
  }

  /**
   * The style rule that holds the images put on the sheet until now; empty where there are none.
   */
  String css() {
    return slots.isEmpty() ? "" : SheetPicture.rule(name, COLUMNS, rows(), png());
  }

  private int rows() {
    return (slots.size() + COLUMNS - 1) / COLUMNS;
  }

  private byte[] png() {
    BufferedImage image =
        new BufferedImage(
            COLUMNS * size.width(), rows() * size.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] one = new byte[size.pixels()];
    slots.forEach(
        (sample, slot) -> {
          pixels.get(sample * one.length, one);
          image
              .getRaster()
              .setDataElements(
                  slot % COLUMNS * size.width(),
                  slot / COLUMNS * size.height(),
                  size.width(),
                  size.height(),
                  one);
        });
    return png(image);
  }

  /** An image as the bytes of a PNG file. */
  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    // In memory: ImageIO's own choice of stream keeps a file that Ctrl-C closes.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }
}
