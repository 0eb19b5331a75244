package dev.weft.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weft.datasets.pictures.GarmentImage;
import dev.weft.datasets.pictures.ImageDecoder;
import dev.weft.datasets.pictures.ImageLimits;
import dev.weft.datasets.pictures.Inversion;

/** Pictures: PNG, JPEG, GIF and BMP. */
class PictureFuzzTest {
  private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1000, 100_000, 1 << 16, 100);

  @FuzzTest
  void read(byte[] content) {
    Reading.of(
        () -> GarmentImage.convert(new ImageDecoder(LIMITS).decode(content), Inversion.AUTO));
  }
}
