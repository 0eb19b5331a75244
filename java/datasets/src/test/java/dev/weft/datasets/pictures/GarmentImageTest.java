package dev.weft.datasets.pictures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.SyntheticGarments;
import java.util.Arrays;
import java.util.HexFormat;
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

  /**
   * What ImageMagick 6.9.11 makes of {@link #shirt}: {@code -fuzz 5% -trim +repage -sample 28x28
   * -adaptive-sharpen 1x1 -gravity center -background white -extent 28x28 -negate}.
   */
  private static final String IMAGE_MAGICK =
      """
        0000000000000086977b7c960002020200d2837e7100000000000000
        00000000000000a5917576b600020202009f7d786b9c7f0000000000
        000000000000009f8b6f70ae0002020200999c728a96790000000000
        0000000000000099858e6a8400000000009396918402000000000000
        00000000000000b87f88897e9a7f817b8e8d908b7eb8d40000000000
        000000000000008d7982839d94797b7588878a857802000000000000
        0000000000007f87987c7d978e98756f8281847f72a9c20000000000
        00000000000069a38f73748e858f91669e9d7b766902000000000000
        000000000000889d89926288a4898b8598979a708894770000000000
        0000000000008297838c68829e83857f9291948f828e960000000000
        0000000000007c917d8695a1987d7f798c8b8e897c02000000000000
        00000000000027446032315956602b233e363d3b325a710000000000
        0000000000001f3854292b533e541e19306b34352400000000000000
        0000000000006aa49074758f869092679f9e7c776addb30000000000
        000000000000869b87906c86a2878983969598938602000000000000
        0000000000008095818a66809c81837d908f928d808c940000000000
        0000000000007a8f7b84859f967b7d778a898c877a868e0000000000
        00000000000074899a7e7f99909a7771848386817402000000000000
        0000000000006e83947879938a94716b7ea2807b6ee1b90000000000
        0000000000008da28e72738d848e908a9d9c7a756802000000000000
        000000000000879c88916d87a3888a849796996f87cba70000000000
        0000000000007e937f88897e9a7f817b8e8d908b7e02000000000000
        000000000000008d7982839d94797b7588878a8578848c0000000000
        0000000000000087987c7d978e98756f8281847f727e860000000000
        00000000000000819276779188926f69a1a07e796c02000000000000
        00000000000000a08c70718b828c8e889b9a787366d4ad0000000000
        000000000000009a868f6b85a1868882959497928502000000000000
        00000000000000b880898a7f9b80827c8f8e918c7f8b930000000000
      """;

  private static RgbImage shirt() {
    RgbImage image = page(51, 73, 253);
    for (int y = 6; y < 66; y++) {
      for (int x = 8 + Math.abs(y - 36) / 9; x < 45 - y * y % 5; x++) {
        if (y >= 14 || x < 20 || x >= 32) {
          int stripe = y >= 30 && y < 34 ? 60 : 0;
          int grey = 90 + (x * x + 3 * y) % 37 + stripe + x * 7 % 11 * 3;
          image.pixels()[y * 51 + x] = grey * 0x010101;
        }
      }
    }
    return image;
  }

  @Test
  void aThumbnailBecomesWhatImageMagickMakesOfIt() {
    byte[] expected = HexFormat.of().parseHex(IMAGE_MAGICK.replaceAll("\\s", ""));
    GreyImage converted = convert(shirt());
    int close = 0;
    for (int i = 0; i < 784; i++) {
      close += Math.abs((converted.pixels()[i] & 0xff) - (expected[i] & 0xff)) <= 2 ? 1 : 0;
    }
    // Its 16-bit steps decide otherwise for a pixel or two whether an outline is sharpened.
    assertTrue(close >= 782, close + " of 784 pixels");
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
