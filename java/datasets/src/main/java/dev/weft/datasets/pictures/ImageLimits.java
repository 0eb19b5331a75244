package dev.weft.datasets.pictures;

import dev.weft.text.Format;

/**
 * What a picture may cost. The file's size is checked before it is read, the rest against its
 * header before anything is decoded.
 *
 * @param bytes of the file, at most
 * @param side width and height in pixels, each at most
 * @param pixels width times height, at most: what a decoder may have to work through
 * @param kept pixels kept in memory, at most; of a larger picture only every second, third... row
 *     and column is kept, so that Java's memory stays below 12 bytes times this whatever the
 *     picture (a progressive JPEG's coefficients are the decoder's own, 2 bytes a sample)
 * @param scans of a JPEG, at most: each costs a pass over all pixels, however few bytes it has; a
 *     progressive one as programs write it has about 10
 */
public record ImageLimits(int bytes, int side, int pixels, int kept, int scans) {
  /** Photographs of up to 50 megapixels and 32 MiB, decoded in at most 48 MiB of memory. */
  public static final ImageLimits DEFAULT =
      new ImageLimits(32 << 20, 20_000, 50_000_000, 4 << 20, 100);

  public ImageLimits {
    if (bytes < 1 || side < 1 || pixels < 1 || kept < 1 || scans < 1) {
      throw new IllegalArgumentException("limits of pictures are positive");
    }
  }

  /** Requires that a file is small enough to be read. */
  void requireBytes(long found) {
    if (found > bytes) {
      throw new ImageException(Format.text("it has %,d bytes, at most %,d are read", found, bytes));
    }
  }

  /** Requires that a picture of this width and height may be decoded. */
  void requireSize(int width, int height) {
    if (width < 1 || height < 1) {
      throw new ImageException("damaged: its header says " + width + " x " + height + " pixels");
    }
    if (width > side || height > side || (long) width * height > pixels) {
      throw new ImageException(
          Format.text(
              "it has %d x %d pixels, at most %,d in all and %,d a side are decoded",
              width, height, pixels, side));
    }
  }

  /** Requires that a JPEG of so many scans may be decoded. */
  void requireScans(int found) {
    if (found > scans) {
      throw new ImageException(
          Format.text("it is a JPEG of %,d scans, at most %,d are decoded", found, scans));
    }
  }

  /** The smallest step between rows and columns that keeps few enough pixels. */
  int step(int width, int height) {
    int step = 1;
    while ((long) ((width + step - 1) / step) * ((height + step - 1) / step) > kept) {
      step++;
    }
    return step;
  }
}
