package dev.weft.datasets.pictures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final int BLACK = 0;
  private static final int WHITE = 0xffffff;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  private String refusal(byte[] bytes) {
    return assertThrows(ImageException.class, () -> decoder.decode(bytes)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void readsEachFormat(String format) {
    RgbImage image =
        decoder.decode(ImageFiles.encode(ImageFiles.box(BufferedImage.TYPE_INT_RGB), format));
    assertEquals(120, image.width());
    assertEquals(80, image.height());
    assertEquals(BLACK, image.at(40, 16));
    assertEquals(WHITE, image.at(100, 60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void aFileThatBreaksOffIsDamagedWhereverItDoes(String format) {
    BufferedImage noise = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 1600; i++) {
      noise.setRGB(i % 40, i / 40, random.nextInt());
    }
    byte[] whole = ImageFiles.encode(noise, format);
    for (int part = 0; part < 10; part++) {
      String said = refusal(Arrays.copyOf(whole, whole.length * part / 10));
      assertTrue(said.contains("damaged") || said.contains("no PNG"), said);
    }
  }

  @Test
  void greySamplesKeepTheirValues() {
    byte[] values = new byte[256];
    for (int i = 0; i < 256; i++) {
      values[i] = (byte) i;
    }
    RgbImage image = decoder.decode(ImageFiles.png(new GreyImage(16, 16, values)));
    for (int i = 0; i < 256; i++) {
      assertEquals(i * 0x010101, image.pixels()[i]);
      assertEquals(i, GarmentImage.grey(image.pixels()[i]));
    }
  }

  @ParameterizedTest
  @CsvSource({"TYPE_USHORT_GRAY, 11", "TYPE_BYTE_INDEXED, 13", "TYPE_BYTE_BINARY, 12"})
  void readsDeepAndPalettePngs(String name, int type) {
    RgbImage image = decoder.decode(ImageFiles.encode(ImageFiles.box(type), "png"));
    assertEquals(BLACK, image.at(40, 16), name);
    assertEquals(WHITE, image.at(100, 60), name);
  }

  @Test
  void sixteenBitsBecomeEight() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setDataElements(0, 0, 3, 1, new short[] {0, (short) (100 * 257), -1});
    RgbImage read = decoder.decode(ImageFiles.encode(image, "png"));
    assertArrayEquals(new int[] {0, 100 * 0x010101, WHITE}, read.pixels());
  }

  @Test
  void transparentPixelsLieOverWhite() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, new Color(0, 0, 0, 0).getRGB());
    image.setRGB(1, 0, new Color(10, 20, 30, 255).getRGB());
    image.setRGB(2, 0, new Color(0, 0, 0, 102).getRGB());
    assertArrayEquals(
        new int[] {WHITE, 0x0a141e, 153 * 0x010101},
        decoder.decode(ImageFiles.encode(image, "png")).pixels());
    assertEquals(WHITE, decoder.decode(ImageFiles.encode(image, "gif")).pixels()[0]);
  }

  @Test
  void whatIsTooLargeIsRefusedByItsHeader() {
    assertTrue(refusal(ImageFiles.pngHeader(20_001, 1)).contains("20001 x 1 pixels"));
    assertTrue(refusal(ImageFiles.pngHeader(15_000, 15_000)).contains("at most 50,000,000"));
    assertTrue(refusal(ImageFiles.pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE)).contains("x"));
    assertTrue(refusal(new byte[ImageLimits.DEFAULT.bytes() + 1]).contains("bytes, at most"));
  }

  @Test
  void ofALargePictureEverySecondPixelIsKept() {
    ImageDecoder small = new ImageDecoder(new ImageLimits(1 << 20, 1000, 100_000, 2400, 100));
    byte[] png = ImageFiles.encode(ImageFiles.box(BufferedImage.TYPE_INT_RGB), "png");
    RgbImage image = small.decode(png);
    assertEquals(60, image.width());
    assertEquals(40, image.height());
    assertEquals(BLACK, image.at(20, 8));
    assertEquals(WHITE, image.at(50, 30));
  }

  @ParameterizedTest
  @CsvSource({
    "1,40,16", "2,79,16", "3,79,63", "4,40,63", "5,16,40", "6,63,40", "7,63,79", "8,16,79"
  })
  void picturesAreTurnedAsTheCameraWasHeld(int orientation, int x, int y) throws IOException {
    for (boolean little : new boolean[] {true, false}) {
      byte[] tiff = exif(orientation, little);
      byte[] png = ImageFiles.encode(ImageFiles.box(BufferedImage.TYPE_INT_RGB), "png");
      int behindHeader = 33;
      int beforeEnd = png.length - 12;
      for (byte[] file :
          List.of(
              jpegWith(tiff), pngWith(tiff, png, behindHeader), pngWith(tiff, png, beforeEnd))) {
        RgbImage image = decoder.decode(file);
        assertEquals(orientation >= 5 ? 80 : 120, image.width());
        assertEquals(BLACK, image.at(x, y));
        assertEquals(WHITE, image.at(image.width() - 1 - x, image.height() - 1 - y));
      }
    }
  }

  private static byte[] pngWith(byte[] tiff, byte[] png, int at) {
    CRC32 checksum = new CRC32();
    byte[] type = "eXIf".getBytes(StandardCharsets.US_ASCII);
    checksum.update(type);
    checksum.update(tiff);
    return ByteBuffer.allocate(png.length + 12 + tiff.length)
        .put(png, 0, at)
        .putInt(tiff.length)
        .put(type)
        .put(tiff)
        .putInt((int) checksum.getValue())
        .put(png, at, png.length - at)
        .array();
  }

  @Test
  void aPointerOfGitLfsIsNamed() {
    byte[] pointer =
        "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII);
    ImageException e = assertThrows(ImageException.class, () -> decoder.decode(pointer));
    assertTrue(e.getMessage().contains("git lfs pull"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, -1, -20, 1000})
  void aChunkOfAnImpossibleLengthSaysNothingOfTheOrientation(int length) {
    ByteBuffer png = ByteBuffer.allocate(60);
    png.putInt(0x89504e47).putInt(0x0d0a1a0a).putInt(length).putInt(0x65584966);
    assertEquals(new Orientation(1), Orientation.of(ImageFormat.PNG, png.array()));
    png.putInt(12, 0x74455874);
    assertEquals(new Orientation(1), Orientation.of(ImageFormat.PNG, png.array()));
  }

  private static byte[] exif(int orientation, boolean little) {
    ByteBuffer tiff = ByteBuffer.allocate(26);
    tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.putShort((short) (little ? 0x4949 : 0x4d4d)).putShort((short) 42).putInt(8);
    tiff.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation);
    return tiff.array();
  }

  private static byte[] jpegWith(byte[] tiff) throws IOException {
    byte[] jpeg = ImageFiles.encode(ImageFiles.box(BufferedImage.TYPE_INT_RGB), "jpeg");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(jpeg, 0, 2);
    bytes.write(new byte[] {-1, (byte) 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0});
    bytes.write(tiff);
    bytes.write(jpeg, 2, jpeg.length - 2);
    return bytes.toByteArray();
  }

  @Test
  void cmykJpegsAreNamed() throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(new javax.imageio.IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
    byte[] plain = bytes.toByteArray();
    assertTrue(refusal(plain).contains("CMYK"), refusal(plain));
    // As Adobe's programs mark it.
    byte[] marker = {-1, -18, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    bytes.reset();
    bytes.write(plain, 0, 2);
    bytes.write(marker);
    bytes.write(plain, 2, plain.length - 2);
    assertTrue(refusal(bytes.toByteArray()).contains("CMYK"), refusal(bytes.toByteArray()));
  }

  @Test
  void aChunkOfAPngThatLeadsBackIsNotFollowed() {
    byte[] png = ImageFiles.encode(ImageFiles.box(BufferedImage.TYPE_INT_RGB), "png");
    int end = png.length;
    byte[] back = Arrays.copyOf(png, end + 12);
    // A length of -12 leads to where it stands.
    back[end] = (byte) 0xff;
    back[end + 1] = (byte) 0xff;
    back[end + 2] = (byte) 0xff;
    back[end + 3] = (byte) 0xf4;
    assertEquals(
        120, assertTimeoutPreemptively(Duration.ofSeconds(30), () -> decoder.decode(back)).width());
  }

  @Test
  void aJpegOfMoreScansThanAnyPictureNeedsIsRefused() throws IOException {
    assertEquals(40, decoder.decode(ImageFiles.progressiveJpeg(40, 24, 99)).width());
    String said = refusal(ImageFiles.progressiveJpeg(40, 24, 100));
    assertTrue(said.contains("101 scans, at most 100"), said);
    assertTrue(refusal(ImageFiles.progressiveJpeg(3000, 3000, 9000)).contains("9,001 scans"));
    // A preview in another segment, restart marks and fill bytes are no scans.
    byte[] preview = ImageFiles.progressiveJpeg(8, 8, 200);
    byte[] jpeg = ImageFiles.progressiveJpeg(8, 8, 0);
    ByteArrayOutputStream with = new ByteArrayOutputStream();
    with.write(jpeg, 0, 2);
    with.writeBytes(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xe2});
    with.write(preview.length + 2 >> 8);
    with.write(preview.length + 2);
    with.writeBytes(preview);
    with.write(jpeg, 2, jpeg.length - 2);
    assertEquals(1, JpegScans.count(with.toByteArray()));
    assertEquals(8, decoder.decode(with.toByteArray()).width());
  }

  @Test
  void progressiveJpegsAsProgramsWriteThemAreRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      javax.imageio.ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setProgressiveMode(javax.imageio.ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(stream);
      writer.write(
          null,
          new javax.imageio.IIOImage(ImageFiles.box(BufferedImage.TYPE_INT_RGB), null, null),
          parameters);
    } finally {
      writer.dispose();
    }
    int scans = JpegScans.count(out.toByteArray());
    assertTrue(scans > 1 && scans < 20, "" + scans);
    assertEquals(WHITE, decoder.decode(out.toByteArray()).at(100, 60));
  }

  @Test
  void aBmpMayNotWrapAnotherPicture() {
    byte[] bmp = ImageFiles.encode(ImageFiles.box(BufferedImage.TYPE_INT_RGB), "bmp");
    for (byte compression : new byte[] {4, 5}) {
      bmp[30] = compression;
      assertTrue(refusal(bmp).contains("a BMP that holds a JPEG or PNG"), refusal(bmp));
    }
  }

  @Test
  void othersThanPicturesAreNoPictures() {
    assertTrue(refusal(new byte[0]).contains("no PNG, JPEG, GIF or BMP"));
    assertTrue(refusal("<svg/>".getBytes()).contains("no PNG, JPEG, GIF or BMP"));
  }

  @Test
  void filesSayWhyTheyCannotBeRead(@TempDir Path folder) throws IOException {
    assertEquals(
        "it does not exist",
        assertThrows(ImageException.class, () -> decoder.decode(folder.resolve("a.png")))
            .getMessage());
    assertEquals(
        "it is no regular file",
        assertThrows(ImageException.class, () -> decoder.decode(folder)).getMessage());
    Path file =
        Files.write(
            folder.resolve("a.txt"),
            ImageFiles.encode(ImageFiles.box(BufferedImage.TYPE_INT_RGB), "png"));
    assertEquals(120, decoder.decode(file).width());
  }

  @Test
  void noiseOfAnyKindIsRefusedAndNeverAnotherException() {
    Random random = new Random(7);
    for (String format : new String[] {"png", "jpeg", "gif", "bmp"}) {
      byte[] whole = ImageFiles.encode(ImageFiles.box(BufferedImage.TYPE_INT_RGB), format);
      for (int i = 0; i < 200; i++) {
        byte[] broken = whole.clone();
        for (int k = 0; k < 4; k++) {
          broken[random.nextInt(Math.min(broken.length, 300))] = (byte) random.nextInt();
        }
        try {
          RgbImage image = decoder.decode(broken);
          assertTrue(image.width() * image.height() <= ImageLimits.DEFAULT.kept());
        } catch (ImageException e) {
          assertTrue(e.getMessage().length() > 10, e.getMessage());
        }
      }
    }
  }
}
