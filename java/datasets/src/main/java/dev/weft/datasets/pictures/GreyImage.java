package dev.weft.datasets.pictures;

/**
 * A picture of grey pixels.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels [height, width], uint8; not copied, do not change them
 */
public record GreyImage(int width, int height, byte[] pixels) {
  public GreyImage {
    if (width < 1 || height < 1 || (long) width * height != pixels.length) {
      throw new IllegalArgumentException(
          pixels.length + " pixels are not a picture of " + width + " x " + height);
    }
  }

  /** The pixel in column {@code x} of row {@code y}, 0 to 255. */
  public int at(int x, int y) {
    return pixels[y * width + x] & 0xff;
  }

  /** Whether every pixel is 0: nothing but background. */
  public boolean empty() {
    for (byte pixel : pixels) {
      if (pixel != 0) {
        return false;
      }
    }
    return true;
  }
}
