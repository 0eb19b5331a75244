package dev.weft.datasets.pictures;

/**
 * The part of a picture within its background: edges are trimmed while all of their pixels lie
 * within 5 % of the corner's colour, as a distance in RGB where black and white are 100 % apart.
 * The left and the top edge are held against the top left corner, the right one against the top
 * right and the bottom one against the bottom left, as ImageMagick's {@code -fuzz 5% -trim} does.
 *
 * @param left the first column
 * @param top the first row
 * @param right the column after the last; {@code left} where all is background
 * @param bottom the row after the last; {@code top} where all is background
 */
record Trimming(int left, int top, int right, int bottom) {
  private static final double FUZZ = 0.05 * 255;
  private static final int CHANNELS = 3;
  private static final float WHITE = 255;

  static Trimming of(RgbImage image) {
    int topLeft = image.at(0, 0);
    int topRight = image.at(image.width() - 1, 0);
    int bottomLeft = image.at(0, image.height() - 1);
    int left = image.width();
    int top = image.height();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int pixel = image.at(x, y);
        if (x < left && differs(pixel, topLeft)) {
          left = x;
        }
        if (y < top && differs(pixel, topLeft)) {
          top = y;
        }
        if (x >= right && differs(pixel, topRight)) {
          right = x + 1;
        }
        if (y >= bottom && differs(pixel, bottomLeft)) {
          bottom = y + 1;
        }
      }
    }
    boolean empty = left >= right || top >= bottom;
    return empty ? new Trimming(0, 0, 0, 0) : new Trimming(left, top, right, bottom);
  }

  private static boolean differs(int a, int b) {
    int red = (a >> 16 & 0xff) - (b >> 16 & 0xff);
    int green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
    int blue = (a & 0xff) - (b & 0xff);
    return red * red + green * green + blue * blue > CHANNELS * FUZZ * FUZZ;
  }

  /**
   * This part in grey, bright on black.
   *
   * @param negate whether the picture is dark on white
   */
  Plane cut(RgbImage image, boolean negate) {
    float page = GarmentImage.grey(image.at(0, 0));
    float depth = negate ? page : WHITE - page;
    // A page within the tolerance of white counts as white, as it did for the data set.
    float scale = depth >= WHITE - FUZZ || depth <= FUZZ ? 1 : WHITE / depth;
    float black = scale == 1 ? (negate ? WHITE : 0) : page;
    Plane plane = new Plane(right - left, bottom - top);
    for (int y = 0; y < plane.height(); y++) {
      for (int x = 0; x < plane.width(); x++) {
        float grey = GarmentImage.grey(image.at(left + x, top + y));
        float value = (negate ? black - grey : grey - black) * scale;
        plane.set(x, y, Math.max(0, Math.min(WHITE, value)));
      }
    }
    return plane;
  }
}
