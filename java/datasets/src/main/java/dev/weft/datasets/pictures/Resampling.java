package dev.weft.datasets.pictures;

/**
 * Brings the longest edge of a garment to a number of pixels by picking rows and columns, those
 * nearest to the middle of each step, as ImageMagick's {@code -sample} does; of a small one rows
 * and columns are repeated.
 *
 * <p>The data set was made of thumbnails of at most 73 pixels, which the shop had reduced from its
 * pictures. Picking from a photograph would catch noise where the thumbnail had a mean, so that a
 * longer garment is reduced to that length first, by means over areas.
 */
final class Resampling {
  private static final int THUMBNAIL = 73;

  private Resampling() {}

  static Plane toSide(Plane garment, int side) {
    int longest = Math.max(garment.width(), garment.height());
    if (longest == 0) {
      return garment;
    }
    if (longest <= THUMBNAIL) {
      return picked(
          garment, scaled(garment.width(), side, longest), scaled(garment.height(), side, longest));
    }
    Plane thumbnail =
        averaged(
            garment,
            scaled(garment.width(), THUMBNAIL, longest),
            scaled(garment.height(), THUMBNAIL, longest));
    // The shape of the garment itself: two roundings in a row may be a pixel off.
    return picked(
        thumbnail, scaled(garment.width(), side, longest), scaled(garment.height(), side, longest));
  }

  private static int scaled(int edge, int side, int longest) {
    return Math.max(1, Math.round((float) edge * side / longest));
  }

  private static Plane picked(Plane from, int width, int height) {
    Plane to = new Plane(width, height);
    for (int y = 0; y < height; y++) {
      int row = middle(y, height, from.height());
      for (int x = 0; x < width; x++) {
        to.set(x, y, from.at(middle(x, width, from.width()), row));
      }
    }
    return to;
  }

  /** The source pixel at the middle of a step; the one before where the middle is between two. */
  private static int middle(int index, int count, int source) {
    return ((2 * index + 1) * source - 1) / (2 * count);
  }

  private static Plane averaged(Plane from, int width, int height) {
    Plane rows = new Plane(from.width(), height);
    for (int y = 0; y < height; y++) {
      Span span = Span.of(y, height, from.height());
      for (int i = span.first(); i <= span.last(); i++) {
        float weight = span.weight(i);
        for (int x = 0; x < from.width(); x++) {
          rows.set(x, y, rows.at(x, y) + weight * from.at(x, i));
        }
      }
    }
    Plane to = new Plane(width, height);
    for (int x = 0; x < width; x++) {
      Span span = Span.of(x, width, from.width());
      for (int i = span.first(); i <= span.last(); i++) {
        float weight = span.weight(i);
        for (int y = 0; y < height; y++) {
          to.set(x, y, to.at(x, y) + weight * rows.at(i, y));
        }
      }
    }
    return to;
  }

  /**
   * The stretch of source pixels that one pixel of the result covers, with fractions at its ends.
   */
  private record Span(double from, double to) {
    static Span of(int index, int count, int source) {
      return new Span((double) index * source / count, (index + 1.0) * source / count);
    }

    int first() {
      return (int) from;
    }

    int last() {
      return (int) Math.ceil(to) - 1;
    }

    /** The share of source pixel {@code i} in the mean. */
    float weight(int i) {
      return (float) ((Math.min(to, i + 1.0) - Math.max(from, i)) / (to - from));
    }
  }
}
