package dev.weft.app.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.Dataset;
import dev.weft.data.SyntheticGarments;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GarmentImageTest {
  private static final int WHITE = 255;

  private static RgbImage page(int width, int height, int grey) {
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, grey * 0x010101);
    return new RgbImage(width, height, pixels);
  }

  private static void fill(RgbImage image, int x, int y, int width, int height, int rgb) {
    for (int row = y; row < y + height; row++) {
      Arrays.fill(image.pixels(), row * image.width() + x, row * image.width() + x + width, rgb);
    }
  }

  private static RgbImage negative(RgbImage image) {
    int[] pixels = Arrays.stream(image.pixels()).map(rgb -> ~rgb & 0xffffff).toArray();
    return new RgbImage(image.width(), image.height(), pixels);
  }

  private static GreyImage convert(RgbImage image) {
    return GarmentImage.convert(image, Inversion.AUTO);
  }

  @Test
  void imagesOfTheDataSetPassUnchangedAndNegativesComeBack() {
    Dataset garments = new SyntheticGarments(3, 200, 1).draw().train();
    byte[] all = new byte[garments.size() * 784];
    garments.pixels().get(all);
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    for (int i = 0; i < garments.size(); i++) {
      byte[] pixels = Arrays.copyOfRange(all, i * 784, (i + 1) * 784);
      RgbImage read = decoder.decode(ImageFiles.png(new GreyImage(28, 28, pixels)));
      assertArrayEquals(pixels, convert(read).pixels());
      assertArrayEquals(pixels, convert(negative(read)).pixels());
      assertArrayEquals(pixels, GarmentImage.convert(read, Inversion.NO).pixels());
      assertArrayEquals(pixels, GarmentImage.convert(negative(read), Inversion.YES).pixels());
    }
  }

  @Test
  void aGarmentFillsTheLongestEdgeAndStandsAtTheCentre() {
    RgbImage image = page(200, 300, WHITE);
    fill(image, 20, 30, 70, 140, 0x303030);
    GreyImage grey = convert(image);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        assertEquals(x >= 7 && x < 21 ? 0xcf : 0, grey.at(x, y), x + " " + y);
      }
    }
  }

  @Test
  void anOddPixelGoesToTheLeftAndToTheTop() {
    RgbImage tall = page(60, 60, WHITE);
    fill(tall, 10, 10, 13, 28, 0);
    GreyImage grey = convert(tall);
    assertEquals(0, grey.at(7, 14));
    assertEquals(WHITE, grey.at(8, 14));
    assertEquals(WHITE, grey.at(20, 14));
    assertEquals(0, grey.at(21, 14));
    RgbImage wide = page(60, 60, WHITE);
    fill(wide, 10, 10, 28, 13, 0);
    assertEquals(0, convert(wide).at(14, 7));
    assertEquals(WHITE, convert(wide).at(14, 8));
  }

  @Test
  void aDarkPageIsANegativeAlreadyUnlessSaidOtherwise() {
    RgbImage image = page(90, 90, WHITE);
    fill(image, 10, 20, 40, 56, 0x404040);
    assertArrayEquals(convert(image).pixels(), convert(negative(image)).pixels());
    assertArrayEquals(convert(image).pixels(), GarmentImage.convert(image, Inversion.YES).pixels());
    assertFalse(
        Arrays.equals(convert(image).pixels(), GarmentImage.convert(image, Inversion.NO).pixels()));
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 253, 243, 220, 180, 140, 110, 60, 12, 0})
  void aPageOfAnyShadeBecomesBlack(int shade) {
    RgbImage image = page(100, 120, shade);
    int garment = shade > 127 ? 0 : 0xffffff;
    // A ring, so that the page shows inside, too.
    fill(image, 10, 10, 56, 56, garment);
    fill(image, 24, 24, 28, 28, shade * 0x010101);
    GreyImage grey = convert(image);
    // Outlines are sharpened; the page's nearest pixels to them may go below black only.
    assertTrue(grey.at(14, 14) <= 12, () -> "inside " + grey.at(14, 14));
    assertEquals(WHITE, grey.at(3, 3));
    assertEquals(WHITE, grey.at(24, 14));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,1000", "20000,1", "28,27", "2,2", "73,74", "500,3", "28,28"})
  void anySizeMakesAPictureOf28(int width, int height) {
    for (int grey : new int[] {0, 100, 200, WHITE}) {
      RgbImage plain = page(width, height, grey);
      assertEquals(784, convert(plain).pixels().length);
      if (width != 28) {
        assertTrue(convert(plain).empty());
      }
      RgbImage dotted = page(width, height, grey);
      fill(dotted, width / 2, height / 2, 1, 1, grey > 127 ? 0 : 0xffffff);
      assertEquals(28, convert(dotted).width());
    }
  }

  @Test
  void backgroundWithinFivePercentOfTheCornerIsTrimmed() {
    RgbImage image = page(100, 100, 253);
    fill(image, 0, 50, 100, 1, 246 * 0x010101);
    fill(image, 40, 40, 28, 28, 0x202020);
    assertEquals(new Trimming(40, 40, 68, 68), Trimming.of(image));
    fill(image, 0, 90, 100, 1, 0xf0f0f0);
    assertEquals(new Trimming(0, 40, 100, 91), Trimming.of(image));
  }

  @Test
  void anEnlargedPictureShrinksToWhatItWas() {
    // A garment of folds, as high as the picture, and its page.
    byte[] garment = new byte[784];
    for (int p = 0; p < 784; p++) {
      double fold = 140 + 30 * Math.sin(p / 28 / 4.0) + 30 * Math.cos(p % 28 / 3.0);
      garment[p] = (byte) (p % 28 >= 6 && p % 28 < 23 ? fold : 0);
    }
    for (int scale : new int[] {2, 5, 10, 37}) {
      RgbImage page = page(40 * scale, 35 * scale, WHITE);
      for (int p = 0; p < 784; p++) {
        int grey = WHITE - (garment[p] & 0xff);
        int x = (6 + p % 28) * scale;
        fill(page, x, (3 + p / 28) * scale, scale, scale, grey * 0x010101);
      }
      GreyImage converted = convert(page);
      for (int y = 1; y < 27; y++) {
        for (int x = 0; x < 28; x++) {
          // Outlines are sharpened, the rest is as it was.
          boolean outline = x >= 5 && x <= 7 || x >= 21 && x <= 23;
          int expected = garment[y * 28 + x] & 0xff;
          assertEquals(expected, converted.at(x, y), outline ? 100 : 1, scale + ": " + x);
        }
      }
    }
  }

  @Test
  void flatAreasAreNotSharpenedAndOutlinesAre() {
    Plane plane = new Plane(12, 12);
    for (int i = 0; i < 144; i++) {
      plane.values()[i] = i % 12 < 6 ? 100 : 140;
    }
    Plane sharp = Sharpening.of(plane);
    assertEquals(100, sharp.at(2, 6));
    assertEquals(140, sharp.at(9, 6));
    // The kernel's column beside the step weighs (e^-1/2 + 2 e^-1) / (W + 1), W the sum of weights.
    double beside = Math.exp(-0.5);
    double diagonal = Math.exp(-1);
    double weights = 1 + 4 * beside + 4 * diagonal;
    double step = 40 * (beside + 2 * diagonal) / (weights + 1);
    assertEquals(100 - step, sharp.at(5, 6), 1e-3);
  }
}
