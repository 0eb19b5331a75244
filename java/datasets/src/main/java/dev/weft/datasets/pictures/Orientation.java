package dev.weft.datasets.pictures;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held, as JPEG and PNG files note it: the Exif tag Orientation (Exif 2.32, 4.6.4;
 * CIPA DC-008-2019), a number from 1, upright, to 8.
 *
 * @param value 1 to 8
 */
record Orientation(int value) {
  private static final Orientation UPRIGHT = new Orientation(1);
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final long EXIF = 0x457869660000L;
  private static final int PNG_SIGNATURE = 8;
  private static final int PNG_EXIF = 0x65584966;
  private static final int PNG_CHECKSUM = 4;
  private static final int TAG = 0x0112;
  private static final int LITTLE_ENDIAN_MARK = 0x4949;

  /** What a file says; upright where it says nothing that can be understood. */
  static Orientation of(ImageFormat format, byte[] file) {
    try {
      return switch (format) {
        case JPEG -> ofJpeg(file);
        case PNG -> ofPng(file);
        case GIF, BMP -> UPRIGHT;
      };
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException e) {
      // A note of a camera that cannot be read is no reason to refuse its picture.
      return UPRIGHT;
    }
  }

  private static Orientation ofJpeg(byte[] jpeg) {
    ByteBuffer in = ByteBuffer.wrap(jpeg, 2, jpeg.length - 2);
    while (in.remaining() > 4 && (in.get() & 0xff) == 0xff) {
      int marker = in.get() & 0xff;
      if (marker == START_OF_SCAN) {
        break;
      }
      int length = (in.getShort() & 0xffff) - 2;
      ByteBuffer segment = in.slice(in.position(), length);
      if (marker == APP1 && length > 14 && segment.getLong() >>> 16 == EXIF) {
        return exif(segment.slice(6, length - 6));
      }
      in.position(in.position() + length);
    }
    return UPRIGHT;
  }

  /** The chunk eXIf may stand before or after the image's data (PNG 3, 11.3.4.5). */
  private static Orientation ofPng(byte[] png) {
    ByteBuffer in = ByteBuffer.wrap(png, PNG_SIGNATURE, png.length - PNG_SIGNATURE);
    while (in.remaining() > 8) {
      int length = in.getInt();
      if (length < 0) {
        // Such a chunk would lead back to one before it, for ever.
        return UPRIGHT;
      }
      if (in.getInt() == PNG_EXIF) {
        return exif(in.slice(in.position(), length));
      }
      in.position(Math.addExact(in.position(), Math.addExact(length, PNG_CHECKSUM)));
    }
    return UPRIGHT;
  }

  /** The tag in the first directory of a TIFF structure. */
  private static Orientation exif(ByteBuffer tiff) {
    if (tiff.getShort(0) == LITTLE_ENDIAN_MARK) {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    }
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** The picture upright. */
  RgbImage apply(RgbImage image) {
    if (value == 1) {
      return image;
    }
    boolean turned = value >= 5;
    int width = turned ? image.height() : image.width();
    int height = turned ? image.width() : image.height();
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] =
            switch (value) {
              case 2 -> image.at(right - x, y);
              case 3 -> image.at(right - x, bottom - y);
              case 4 -> image.at(x, bottom - y);
              case 5 -> image.at(y, x);
              case 6 -> image.at(y, bottom - x);
              case 7 -> image.at(right - y, bottom - x);
              default -> image.at(right - y, x);
            };
      }
    }
    return new RgbImage(width, height, pixels);
  }
}
