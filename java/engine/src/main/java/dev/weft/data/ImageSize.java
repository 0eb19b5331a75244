package dev.weft.data;

import java.util.List;
import java.util.Optional;

/**
 * How the features of a sample make an image, row after row.
 *
 * @param width in pixels, above 0
 * @param height in pixels, above 0
 */
public record ImageSize(int width, int height) {
  /** Larger images would make a report that no page can hold. */
  private static final int LARGEST = 128;

  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no image is " + width + " x " + height);
    }
  }

  /**
   * Of samples of these dimensions, [height, width]; empty where they are no grey images, or too
   * large to be shown in numbers.
   */
  public static Optional<ImageSize> of(List<Integer> dimensions) {
    return dimensions.size() == 2 && dimensions.stream().allMatch(d -> d >= 1 && d <= LARGEST)
        ? Optional.of(new ImageSize(dimensions.get(1), dimensions.get(0)))
        : Optional.empty();
  }

  /** The number of pixels. */
  public int pixels() {
    return width * height;
  }
}
