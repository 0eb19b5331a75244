package dev.weft.datasets.garments;

import java.util.Arrays;

/**
 * A small grey picture that polygons are painted on, with soft edges: each row is cut at two
 * heights, and the share of each pixel that lies inside is exact along the row.
 */
public final class Canvas {
  private static final int CUTS = 2;

  private final int side;
  private final float[] grey;
  private final float[] coverage;
  private final double[] crossings = new double[16];

  /** A black square. */
  public Canvas(int side) {
    this.side = side;
    this.grey = new float[side * side];
    this.coverage = new float[side];
  }

  int side() {
    return side;
  }

  public float at(int index) {
    return grey[index];
  }

  void set(int index, float value) {
    grey[index] = value;
  }

  /**
   * Paints a polygon over what is there; where it crosses itself, the even-odd rule holds.
   *
   * @param shade its grey, 0 to 1; 0 cuts a hole
   * @param xy its corners, x to the right and y downwards, in pixels
   */
  void polygon(double shade, double... xy) {
    double top = side;
    double bottom = 0;
    for (int i = 1; i < xy.length; i += 2) {
      top = Math.min(top, xy[i]);
      bottom = Math.max(bottom, xy[i]);
    }
    int last = Math.min(side - 1, (int) bottom);
    for (int row = Math.max(0, (int) top); row <= last; row++) {
      Arrays.fill(coverage, 0);
      for (int cut = 0; cut < CUTS; cut++) {
        cover(xy, row + (cut + 0.5) / CUTS);
      }
      blend(row, (float) shade);
    }
  }

  /** Adds to the coverage of a row what lies inside along the line at height {@code y}. */
  private void cover(double[] xy, double y) {
    int count = 0;
    for (int i = 0; i < xy.length && count < crossings.length; i += 2) {
      int j = (i + 2) % xy.length;
      double y0 = xy[i + 1];
      double y1 = xy[j + 1];
      if ((y0 <= y) != (y1 <= y)) {
        crossings[count++] = xy[i] + (xy[j] - xy[i]) * (y - y0) / (y1 - y0);
      }
    }
    Arrays.sort(crossings, 0, count);
    for (int i = 0; i + 1 < count; i += 2) {
      span(Math.max(0, crossings[i]), Math.min(side, crossings[i + 1]));
    }
  }

  private void span(double from, double to) {
    for (int x = (int) from; x < to; x++) {
      double inside = Math.min(to, x + 1) - Math.max(from, x);
      if (inside > 0) {
        coverage[x] += (float) inside / CUTS;
      }
    }
  }

  private void blend(int row, float shade) {
    for (int x = 0; x < side; x++) {
      if (coverage[x] > 0) {
        int i = row * side + x;
        float share = Math.min(1, coverage[x]);
        grey[i] += share * (shade - grey[i]);
      }
    }
  }
}
