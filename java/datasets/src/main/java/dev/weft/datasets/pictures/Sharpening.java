package dev.weft.datasets.pictures;

/**
 * Sharpens a garment with a Gaussian of radius and standard deviation 1, with increasing effect
 * near outlines. That is ImageMagick's {@code -adaptive-sharpen 1x1}, whose definition this
 * follows: an outline map (Laplacian over 3 x 3 pixels, stretched to the full range, blurred,
 * stretched again) decides where the 3 x 3 sharpening kernel applies, which is where it reaches one
 * half. The kernel is the negative Gaussian with twice the sum of all its weights at the centre,
 * divided by the sum. Pixels beyond the edge count as those at the edge.
 */
final class Sharpening {
  private static final int FULL = 255;
  private static final double BESIDE = Math.exp(-0.5);
  private static final double DIAGONAL = Math.exp(-1);
  private static final double WEIGHTS = 1 + 4 * BESIDE + 4 * DIAGONAL;
  private static final double SUM = 2 * WEIGHTS - (WEIGHTS - 1);

  private Sharpening() {}

  static Plane of(Plane garment) {
    if (garment.values().length == 0) {
      return garment;
    }
    Plane outlines = stretched(blurred(stretched(laplacian(garment))));
    Plane sharp = new Plane(garment.width(), garment.height());
    for (int y = 0; y < garment.height(); y++) {
      for (int x = 0; x < garment.width(); x++) {
        float value = garment.at(x, y);
        if (outlines.at(x, y) >= FULL / 2f) {
          double around = BESIDE * beside(garment, x, y) + DIAGONAL * diagonal(garment, x, y);
          value = (float) ((2 * WEIGHTS * value - around) / SUM);
        }
        sharp.set(x, y, Math.max(0, Math.min(FULL, value)));
      }
    }
    return sharp;
  }

  private static float beside(Plane plane, int x, int y) {
    return plane.near(x - 1, y)
        + plane.near(x + 1, y)
        + plane.near(x, y - 1)
        + plane.near(x, y + 1);
  }

  private static float diagonal(Plane plane, int x, int y) {
    return plane.near(x - 1, y - 1)
        + plane.near(x + 1, y - 1)
        + plane.near(x - 1, y + 1)
        + plane.near(x + 1, y + 1);
  }

  private static Plane laplacian(Plane plane) {
    Plane result = new Plane(plane.width(), plane.height());
    for (int y = 0; y < plane.height(); y++) {
      for (int x = 0; x < plane.width(); x++) {
        // Of a picture dark on white, which this is the negative of.
        float value = beside(plane, x, y) + diagonal(plane, x, y) - 8 * plane.at(x, y);
        result.set(x, y, Math.max(0, Math.min(FULL, value)));
      }
    }
    return result;
  }

  private static Plane blurred(Plane plane) {
    double sum = 1 + 2 * BESIDE;
    Plane rows = new Plane(plane.width(), plane.height());
    Plane result = new Plane(plane.width(), plane.height());
    for (int y = 0; y < plane.height(); y++) {
      for (int x = 0; x < plane.width(); x++) {
        double around = BESIDE * (plane.near(x - 1, y) + plane.near(x + 1, y));
        rows.set(x, y, (float) ((plane.at(x, y) + around) / sum));
      }
    }
    for (int y = 0; y < plane.height(); y++) {
      for (int x = 0; x < plane.width(); x++) {
        double around = BESIDE * (rows.near(x, y - 1) + rows.near(x, y + 1));
        result.set(x, y, (float) ((rows.at(x, y) + around) / sum));
      }
    }
    return result;
  }

  /** The lowest value at 0 and the highest at 255; a plane of one value all 0. */
  private static Plane stretched(Plane plane) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : plane.values()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    Plane result = new Plane(plane.width(), plane.height());
    if (high > low) {
      for (int i = 0; i < plane.values().length; i++) {
        result.values()[i] = FULL * (plane.values()[i] - low) / (high - low);
      }
    }
    return result;
  }
}
