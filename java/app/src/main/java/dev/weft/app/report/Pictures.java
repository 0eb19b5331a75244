package dev.weft.app.report;

import dev.weft.metrics.ConfusionMatrix;
import dev.weft.train.History;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes PNG pictures. A Java runtime on a bare machine may have no fonts to draw with; that is an
 * {@link Unavailable}, which a run with results need not fail for.
 */
public final class Pictures {
  /** Pictures cannot be drawn on this machine: the message says why and what to do. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unavailable(Throwable cause) {
      super(
          "pictures cannot be drawn here ("
              + cause
              + "); on Debian and Ubuntu install libfontconfig1 and fonts-dejavu-core",
          cause);
    }
  }

  private Pictures() {}

  /** Draws the training curves; a history without epochs makes no picture. */
  public static void trainingCurves(Path file, String title, History history) throws Unavailable {
    if (!history.epochs().isEmpty()) {
      write(file, () -> TrainingCurves.of(title, history));
    }
  }

  /** Draws a confusion matrix. */
  public static void confusion(Path file, String title, ConfusionMatrix matrix) throws Unavailable {
    write(file, () -> ConfusionPicture.of(title, matrix));
  }

  private static void write(Path file, Supplier<BufferedImage> picture) throws Unavailable {
    requireFonts();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    // Not the stream of ImageIO's own choice: it keeps a file that the JVM closes as soon as Ctrl-C
    // is pressed, and pictures are drawn while an interruption waits for the results.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(picture.get(), "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicFile.write(file, png.toByteArray());
  }

  /** Tries the font system, which fails in many ways where a library or every font is missing. */
  public static void requireFonts() throws Unavailable {
    try {
      Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      g.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12)).stringWidth("weft");
      g.dispose();
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new Unavailable(e);
    }
  }
}
