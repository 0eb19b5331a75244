package dev.weft.data;

import dev.weft.random.Philox;

/**
 * Moves training images by whole pixels, drawn anew for each row of each step: to the right and
 * down by numbers of their own, uniform in {@code -pixels} to {@code pixels}. What comes in is 0.
 *
 * @param pixels the farthest, from 1 to below width and height
 * @param images how large they are
 */
public record ImageShift(int pixels, ImageSize images) {
  public ImageShift {
    if (pixels < 1 || pixels >= Math.min(images.width(), images.height())) {
      throw new IllegalArgumentException(
          "images of "
              + images.width()
              + " x "
              + images.height()
              + " are shifted by 1 to "
              + (Math.min(images.width(), images.height()) - 1)
              + " pixels, not "
              + pixels);
    }
  }

  /**
   * Moves the image of a batch's row in place.
   *
   * @param features [rows, pixels of an image]
   * @param step the updates that the network has had
   */
  public void move(float[] features, int row, long seed, long step) {
    Philox bits = new Philox(seed, 0, (int) step, Philox.SHIFT);
    int right = bits.below(4 * row, 2 * pixels + 1) - pixels;
    int down = bits.below(4 * row + 1, 2 * pixels + 1) - pixels;
    int width = images.width();
    int first = row * images.pixels();
    float[] image = new float[images.pixels()];
    for (int y = Math.max(down, 0); y < images.height() + Math.min(down, 0); y++) {
      for (int x = Math.max(right, 0); x < width + Math.min(right, 0); x++) {
        image[y * width + x] = features[first + (y - down) * width + x - right];
      }
    }
    System.arraycopy(image, 0, features, first, image.length);
  }
}
