package dev.weft.datasets.pictures;

/**
 * A decoded picture: opaque, upright, in sRGB.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels [height, width], each 0xRRGGBB; not copied, do not change them
 */
public record RgbImage(int width, int height, int[] pixels) {
  public RgbImage {
    if (width < 1 || height < 1 || (long) width * height != pixels.length) {
      throw new IllegalArgumentException(
          pixels.length + " pixels are not a picture of " + width + " x " + height);
    }
  }

  /** The pixel in column {@code x} of row {@code y}. */
  int at(int x, int y) {
    return pixels[y * width + x];
  }
}
