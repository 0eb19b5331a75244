package dev.weft.app.predict;

import dev.weft.DataException;
import dev.weft.data.idx.IdxFile;
import dev.weft.datasets.pictures.GarmentImage;
import dev.weft.datasets.pictures.GreyImage;
import dev.weft.datasets.pictures.ImageDecoder;
import dev.weft.datasets.pictures.ImageException;
import dev.weft.datasets.pictures.ImageFormat;
import dev.weft.datasets.pictures.Inversion;
import dev.weft.datasets.pictures.RgbImage;
import dev.weft.files.FileSignature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the pictures in files and folders. A file's content says what it is, never its name:
 * pictures in the formats of {@link ImageFormat}, and IDX files of images, gzip or plain.
 */
public final class PictureFiles {
  /** Who gets what is found, in order. */
  public interface Listener {
    /** A picture. */
    void found(Picture picture);

    /** A file that was meant and cannot be used. */
    void skipped(SkippedFile file);

    /** Files of a folder that are no pictures. */
    void passedOver(Path folder, int others);
  }

  private static final int GZIP = 0x1f8b;
  private static final int IDX = 0x0000;

  private final ImageDecoder decoder;
  private final Inversion inversion;
  private final Listener listener;

  public PictureFiles(ImageDecoder decoder, Inversion inversion, Listener listener) {
    this.decoder = decoder;
    this.inversion = inversion;
    this.listener = listener;
  }

  /** Looks into a file, or into the files of a folder by their names; not into its folders. */
  public void read(Path path) {
    if (Files.isDirectory(path)) {
      readFolder(path);
    } else {
      readFile(path, start(path));
    }
  }

  private void readFolder(Path folder) {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.sorted().toList();
    } catch (IOException e) {
      skip(folder, "the folder may not be read");
      return;
    }
    int pictures = 0;
    int pointers = 0;
    for (Path file : files) {
      byte[] start = Files.isRegularFile(file) ? start(file) : new byte[0];
      if (isPointer(start)) {
        readFile(file, start);
        pointers++;
      } else if (ImageFormat.of(start).isPresent() || mayBeIdx(start) && holdsImages(file)) {
        pictures++;
        readFile(file, start);
      }
    }
    if (pictures + pointers == 0) {
      skip(folder, "there is no PNG, JPEG, GIF, BMP or IDX picture in this folder");
    } else if (files.size() > pictures + pointers) {
      listener.passedOver(folder, files.size() - pictures - pointers);
    }
  }

  /** Whether a file of a folder is one of images: others have labels, or are gzip of anything. */
  private static boolean holdsImages(Path file) {
    try {
      return IdxFile.read(file).dimensions().size() == 3;
    } catch (DataException e) {
      return false;
    }
  }

  private void readFile(Path file, byte[] start) {
    try {
      if (mayBeIdx(start)) {
        readIdx(file);
      } else {
        found(file.toString(), decoder.decode(file));
      }
    } catch (ImageException e) {
      skip(file, e.getMessage());
    } catch (DataException e) {
      String message = e.getMessage();
      String name = file + " ";
      skip(file, "it " + (message.startsWith(name) ? message.substring(name.length()) : message));
    }
  }

  private void readIdx(Path file) {
    IdxFile idx = IdxFile.read(file);
    if (idx.dimensions().size() != 3) {
      throw new DataException("holds no images, which have 3 dimensions: " + idx);
    }
    int height = idx.dimensions().get(1);
    int width = idx.dimensions().get(2);
    ByteBuffer pixels = idx.rows().pixels();
    for (int i = 0; i < idx.samples(); i++) {
      byte[] image = new byte[width * height];
      pixels.get(image);
      found(file + "[" + i + "]", new GreyImage(width, height, image));
    }
  }

  /** Files in the data set's own form hold the data set's own images, negated on request only. */
  private void found(String name, GreyImage image) {
    boolean whole = image.width() == GarmentImage.SIDE && image.height() == GarmentImage.SIDE;
    if (whole && inversion != Inversion.YES) {
      listener.found(new Picture(name, image));
      return;
    }
    int[] rgb = new int[image.pixels().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (image.pixels()[i] & 0xff) * 0x010101;
    }
    found(name, new RgbImage(image.width(), image.height(), rgb));
  }

  private void found(String name, RgbImage image) {
    listener.found(new Picture(name, GarmentImage.convert(image, inversion)));
  }

  private void skip(Path file, String reason) {
    listener.skipped(new SkippedFile(file.toString(), reason));
  }

  /** What may have been a picture before Git put a pointer in its place. */
  private static boolean isPointer(byte[] start) {
    return FileSignature.of(start).filter(FileSignature.GIT_LFS::equals).isPresent();
  }

  private static boolean mayBeIdx(byte[] start) {
    int first = start.length < 2 ? -1 : (start[0] & 0xff) << 8 | start[1] & 0xff;
    return first == GZIP || first == IDX;
  }

  /** The first bytes of a file; none where there is nothing to read, which is reported later. */
  private static byte[] start(Path file) {
    if (!Files.isRegularFile(file)) {
      return new byte[0];
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(FileSignature.HEAD_BYTES);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
