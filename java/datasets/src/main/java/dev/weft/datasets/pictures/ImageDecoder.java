package dev.weft.datasets.pictures;

import dev.weft.files.FileSignature;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG, JPEG, GIF (its first frame) and BMP pictures that nobody vouches for, with the
 * readers of the Java runtime and no others, within {@link ImageLimits}.
 *
 * <p>Transparent pixels are laid over white, the colour of the shop that the data set's pictures
 * come from; the orientation that a camera noted (Exif) is applied. Safe for use by several
 * threads.
 */
public final class ImageDecoder {
  private static final int BMP_HEADER = 14;
  private static final int BMP_OLD_HEADER = 12;
  private static final int BMP_COMPRESSION = 30;
  private static final int BMP_JPEG = 4;
  private static final int BMP_PNG = 5;

  private final ImageLimits limits;

  /** A decoder that refuses what is beyond the limits. */
  public ImageDecoder(ImageLimits limits) {
    this.limits = limits;
  }

  /**
   * Decodes a file.
   *
   * @throws ImageException where it cannot be read, is no such picture, damaged or beyond the
   *     limits
   */
  public RgbImage decode(Path file) {
    if (!Files.isRegularFile(file)) {
      // A pipe or a device would block or never end.
      throw new ImageException(Files.exists(file) ? "it is no regular file" : "it does not exist");
    }
    try (InputStream in = Files.newInputStream(file)) {
      limits.requireBytes(Files.size(file));
      // It may grow while it is read.
      byte[] bytes = in.readNBytes(limits.bytes() + 1);
      return decode(bytes);
    } catch (AccessDeniedException e) {
      throw new ImageException("it may not be read: permission denied", e);
    } catch (IOException e) {
      throw new ImageException("it cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Decodes the content of a file.
   *
   * @throws ImageException where it is no such picture, damaged or beyond the limits
   */
  public RgbImage decode(byte[] bytes) {
    limits.requireBytes(bytes.length);
    ImageFormat format =
        ImageFormat.of(bytes)
            .orElseThrow(
                () ->
                    new ImageException(
                        "it is no PNG, JPEG, GIF or BMP picture"
                            + FileSignature.of(bytes)
                                .filter(FileSignature.GIT_LFS::equals)
                                .map(pointer -> " but " + pointer)
                                .orElse("")));
    if (format == ImageFormat.BMP) {
      requirePlain(bytes);
    } else if (format == ImageFormat.JPEG) {
      limits.requireScans(JpegScans.count(bytes));
    }
    RgbImage image = read(format, bytes);
    return Orientation.of(format, bytes).apply(image);
  }

  /** A BMP may wrap a JPEG or PNG with a size of its own, which no limit would see. */
  private static void requirePlain(byte[] bytes) {
    if (bytes.length > BMP_COMPRESSION
        && bytes[BMP_HEADER] != BMP_OLD_HEADER
        && (bytes[BMP_COMPRESSION] == BMP_JPEG || bytes[BMP_COMPRESSION] == BMP_PNG)) {
      throw new ImageException(
          "a BMP that holds a JPEG or PNG is not supported: save it as one of those");
    }
  }

  private RgbImage read(ImageFormat format, byte[] bytes) {
    ImageReader reader = reader(format);
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    // In memory: the stream of ImageIO's own choice would keep a file.
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(stream, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      limits.requireSize(width, height);
      int step = limits.step(width, height);
      ImageReadParam parameters = reader.getDefaultReadParam();
      parameters.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, parameters);
      requireWhole(format, warnings);
      return Pixels.of(image);
    } catch (IOException e) {
      throw failure(format, e);
    } catch (OutOfMemoryError e) {
      throw new ImageException("there is not enough memory to decode it", e);
    } catch (ImageException e) {
      throw e;
    } catch (RuntimeException e) {
      // What the readers throw for damaged content is of many kinds.
      throw failure(format, e);
    } finally {
      reader.dispose();
    }
  }

  /** A JPEG that breaks off is a warning to its reader, which makes up the rest. */
  private static void requireWhole(ImageFormat format, List<String> warnings) {
    for (String warning : warnings) {
      if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
        throw new ImageException("damaged " + format + ": it ends too early");
      }
    }
  }

  private static ImageException failure(ImageFormat format, Exception cause) {
    String said = String.valueOf(cause.getMessage());
    if (format == ImageFormat.JPEG
        && (said.contains("Unsupported Image Type") || said.contains("color space"))) {
      return new ImageException(Pixels.UNSUPPORTED, cause);
    }
    String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : said;
    return new ImageException(
        "damaged " + format + ": " + reason.lines().findFirst().orElse(""), cause);
  }

  /** The Java runtime's own reader; libraries on the class path may bring others. */
  private static ImageReader reader(ImageFormat format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if ("java.desktop".equals(reader.getClass().getModule().getName())) {
        return reader;
      }
      reader.dispose();
    }
    throw new ImageException("this Java runtime cannot read " + format + " pictures");
  }
}
