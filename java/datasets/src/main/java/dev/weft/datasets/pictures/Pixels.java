package dev.weft.datasets.pictures;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/**
 * The pixels of a decoded picture as the file has them. Grey and RGB samples are taken as sRGB,
 * whatever profile comes with them: Java would take grey ones as linear light and brighten them, so
 * that a picture of the data set would not pass unchanged.
 */
final class Pixels {
  /** What to say of a picture in other colours. */
  static final String UNSUPPORTED =
      "its colours are CMYK or another system than RGB and grey: save it as RGB";

  private static final int WHITE = 255;

  private Pixels() {}

  /** Reads all pixels, row by row, transparent ones over white. */
  static RgbImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = new int[Math.multiplyExact(width, height)];
    ColorModel model = image.getColorModel();
    if (model instanceof ComponentColorModel) {
      samples(image.getRaster(), (ComponentColorModel) model, pixels);
    } else {
      for (int y = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, pixels, y * width, width);
      }
      for (int i = 0; i < pixels.length; i++) {
        int argb = pixels[i];
        int alpha = argb >>> 24;
        pixels[i] = rgb(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff, alpha);
      }
    }
    return new RgbImage(width, height, pixels);
  }

  private static void samples(Raster raster, ComponentColorModel model, int[] pixels) {
    int kind = model.getColorSpace().getType();
    boolean grey = kind == ColorSpace.TYPE_GRAY;
    if (!grey && kind != ColorSpace.TYPE_RGB) {
      throw new ImageException(UNSUPPORTED);
    }
    int bands = raster.getNumBands();
    int width = raster.getWidth();
    int[] row = new int[width * bands];
    int green = grey ? 0 : 1;
    int blue = grey ? 0 : 2;
    int alpha = grey ? 1 : 3;
    int bits = model.getComponentSize(0);
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        pixels[y * width + x] =
            rgb(
                to8Bits(row[at], bits),
                to8Bits(row[at + green], bits),
                to8Bits(row[at + blue], bits),
                bands > alpha ? to8Bits(row[at + alpha], bits) : WHITE);
      }
    }
  }

  private static int to8Bits(int sample, int bits) {
    if (bits == 8) {
      return sample;
    }
    int largest = (1 << bits) - 1;
    return (sample * WHITE + largest / 2) / largest;
  }

  private static int rgb(int red, int green, int blue, int alpha) {
    return over(red, alpha) << 16 | over(green, alpha) << 8 | over(blue, alpha);
  }

  private static int over(int sample, int alpha) {
    return (sample * alpha + WHITE * (WHITE - alpha) + WHITE / 2) / WHITE;
  }
}
