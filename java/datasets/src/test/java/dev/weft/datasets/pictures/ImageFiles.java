package dev.weft.datasets.pictures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as files in memory. */
public final class ImageFiles {
  private ImageFiles() {}

  /** A picture in a format that the Java runtime writes. */
  public static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no " + format + " of " + image);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** An 8-bit grey PNG. */
  public static byte[] png(GreyImage image) {
    BufferedImage grey =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setDataElements(0, 0, image.width(), image.height(), image.pixels());
    return encode(grey, "png");
  }

  /** A black box off the centre of a white page, so that its orientation shows. */
  static BufferedImage box(int type) {
    BufferedImage image = new BufferedImage(120, 80, type);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 120, 80);
    g.setColor(Color.BLACK);
    g.fillRect(16, 8, 48, 16);
    g.dispose();
    return image;
  }

  /**
   * A grey progressive JPEG of one colour whose last scans are empty: runs of blocks without any
   * coefficient (ITU-T T.81, G.1.2.2), 14 bytes each and more.
   */
  public static byte[] progressiveJpeg(int width, int height, int emptyScans) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8});
    int[] ones = new int[65];
    java.util.Arrays.fill(ones, 1, 65, 1);
    segment(out, 0xdb, ones);
    segment(out, 0xc2, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0);
    // Of each kind of coefficients one code of one bit: no difference, and a run of 2^14 or more.
    segment(out, 0xc4, huffman(0x00, 0x00));
    segment(out, 0xc4, huffman(0x10, 0xe0));
    segment(out, 0xda, 1, 1, 0, 0, 0, 0);
    int blocks = (width + 7) / 8 * ((height + 7) / 8);
    bits(out, "0".repeat(blocks));
    int longest = (1 << 15) - 1;
    for (int scan = 0; scan < emptyScans; scan++) {
      segment(out, 0xda, 1, 1, 0, 1, 63, 0);
      bits(out, ("0" + "1".repeat(14)).repeat((blocks + longest - 1) / longest));
    }
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
    return out.toByteArray();
  }

  private static int[] huffman(int table, int symbol) {
    int[] one = new int[18];
    one[0] = table;
    one[1] = 1;
    one[17] = symbol;
    return one;
  }

  private static void segment(ByteArrayOutputStream out, int marker, int... content) {
    out.write(0xff);
    out.write(marker);
    out.write(content.length + 2 >> 8);
    out.write(content.length + 2);
    for (int value : content) {
      out.write(value);
    }
  }

  private static void bits(ByteArrayOutputStream out, String bits) {
    String whole = bits + "1".repeat((8 - bits.length() % 8) % 8);
    for (int i = 0; i < whole.length(); i += 8) {
      int value = Integer.parseInt(whole.substring(i, i + 8), 2);
      out.write(value);
      if (value == 0xff) {
        out.write(0);
      }
    }
  }

  /** A PNG whose header names any size, with little behind it. */
  static byte[] pngHeader(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(8 + 25 + 12);
    header.putLong(0x89504e470d0a1a0aL).putInt(13).putInt(0x49484452).putInt(width).putInt(height);
    header.put((byte) 8).put((byte) 2).put((byte) 0).put((byte) 0).put((byte) 0);
    header.putInt(crc(header.array(), 12, 17)).putInt(0).putInt(0x49454e44).putInt(0xae426082);
    return header.array();
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
