package dev.weft.datasets.pictures;

/**
 * Converts a picture to what a network for Fashion-MNIST expects, 28 x 28 grey pixels, bright on
 * black, by the steps that made the data set (Xiao, Rasul and Vollgraf, 2017, arXiv:1708.07747,
 * section 2):
 *
 * <ol>
 *   <li>Edges close to the colour of the corners are trimmed: {@link Trimming}.
 *   <li>The longest edge is brought to 28 pixels by picking rows and columns: {@link Resampling}.
 *   <li>Outlines are sharpened: {@link Sharpening}.
 *   <li>The shortest edge is extended to 28 pixels, the garment at the centre. Where one pixel is
 *       over it goes to the left and to the top, as in 99.9 % of the data set's images.
 *   <li>Intensities are negated.
 *   <li>Colours become grey, as Rec. 709 weighs them; the paper does not say how. All other steps
 *       are linear, so this one comes first here, after trimming.
 * </ol>
 *
 * <p>Beyond the paper, whose pictures all show a garment on a white page:
 *
 * <ul>
 *   <li>A picture of 28 x 28 pixels is taken for one that was converted before: it is made grey,
 *       and negated where its border is light, nothing else. Images of the data set come out as
 *       they went in, bit for bit.
 *   <li>Where the border is dark, the picture is a negative already and stays so. The mean of the
 *       border tells all 70,000 images of the data set from their negatives.
 *   <li>A page that is not white, or in a negative not black, is made so by scaling intensities
 *       once the garment is trimmed; else it would remain as a grey box.
 * </ul>
 */
public final class GarmentImage {
  /** Width and height of the result in pixels. */
  public static final int SIDE = 28;

  private static final int WHITE = 255;

  /** Rec. 709 in 1/65536, summing to one, so that grey pixels keep their value. */
  private static final int RED = 13_933;

  private static final int GREEN = 46_871;
  private static final int BLUE = 4_732;

  private GarmentImage() {}

  /** Converts a picture; the result is {@link #SIDE} pixels wide and high. */
  public static GreyImage convert(RgbImage image, Inversion inversion) {
    boolean negate =
        switch (inversion) {
          case AUTO -> lightBorder(image);
          case YES -> true;
          case NO -> false;
        };
    if (image.width() == SIDE && image.height() == SIDE) {
      byte[] pixels = new byte[SIDE * SIDE];
      for (int i = 0; i < pixels.length; i++) {
        int grey = Math.round(grey(image.pixels()[i]));
        pixels[i] = (byte) (negate ? WHITE - grey : grey);
      }
      return new GreyImage(SIDE, SIDE, pixels);
    }
    Plane garment = Resampling.toSide(Trimming.of(image).cut(image, negate), SIDE);
    return centred(Sharpening.of(garment));
  }

  /** Luma 0 to 255. */
  static float grey(int rgb) {
    int sum = RED * (rgb >> 16 & 0xff) + GREEN * (rgb >> 8 & 0xff) + BLUE * (rgb & 0xff);
    return sum / 65_536f;
  }

  private static boolean lightBorder(RgbImage image) {
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    double sum = 0;
    for (int x = 0; x <= right; x++) {
      sum += grey(image.at(x, 0)) + grey(image.at(x, bottom));
    }
    for (int y = 0; y <= bottom; y++) {
      sum += grey(image.at(0, y)) + grey(image.at(right, y));
    }
    return sum > WHITE / 2.0 * 2 * (image.width() + image.height());
  }

  private static GreyImage centred(Plane garment) {
    int left = (SIDE - garment.width() + 1) / 2;
    int top = (SIDE - garment.height() + 1) / 2;
    byte[] pixels = new byte[SIDE * SIDE];
    for (int y = 0; y < garment.height(); y++) {
      for (int x = 0; x < garment.width(); x++) {
        float value = Math.max(0, Math.min(WHITE, garment.at(x, y)));
        pixels[(top + y) * SIDE + left + x] = (byte) Math.round(value);
      }
    }
    return new GreyImage(SIDE, SIDE, pixels);
  }
}
