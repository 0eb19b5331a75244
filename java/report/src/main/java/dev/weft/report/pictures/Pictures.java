package dev.weft.report.pictures;

import dev.weft.files.IoErrors;
import dev.weft.metrics.Calibration;
import dev.weft.metrics.ConfusionMatrix;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.PrecisionRecallCurve;
import dev.weft.metrics.Predictions;
import dev.weft.metrics.RocCurve;
import dev.weft.train.History;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes pictures, each as {@code NAME.png} and {@code NAME.svg}. A Java runtime on a bare machine
 * may have no fonts to draw with; that is an {@link Unavailable}, which a run with results need not
 * fail for.
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

  /**
   * Draws the training curves; a history without epochs makes no picture.
   *
   * @param name where the pictures go, without the endings
   */
  public static void trainingCurves(Path name, String title, History history) throws Unavailable {
    if (!history.epochs().isEmpty()) {
      write(name, () -> TrainingCurves.of(title, history));
    }
  }

  /** Draws the seconds of every epoch of some models; histories without epochs are left out. */
  public static void speed(Path name, String title, Map<String, History> histories)
      throws Unavailable {
    Map<String, History> trained = new LinkedHashMap<>(histories);
    trained.values().removeIf(history -> history.epochs().isEmpty());
    if (!trained.isEmpty()) {
      write(name, () -> ClassifierPictures.speed(title, trained));
    }
  }

  /** Draws a confusion matrix. */
  public static void confusion(Path name, String title, ConfusionMatrix matrix) throws Unavailable {
    write(name, () -> new ConfusionPicture(title, matrix));
  }

  /** Draws precision, recall and F1 of each class. */
  public static void scores(Path name, String title, Evaluation test) throws Unavailable {
    write(name, () -> ClassifierPictures.scores(title, test));
  }

  /** Draws how well probabilities are kept; predictions that are none make no picture. */
  public static void calibration(Path name, String title, Predictions predictions)
      throws Unavailable {
    if (predictions.size() > 0 && predictions.areProbabilities()) {
      Calibration calibration = predictions.calibration();
      write(name, () -> ClassifierPictures.calibration(title, calibration));
    }
  }

  /** Draws ROC and precision over recall; predictions that have no such curves make no picture. */
  public static void curves(Path name, String title, Predictions predictions) throws Unavailable {
    if (predictions.binary() && predictions.areProbabilities()) {
      float[] scores = predictions.scores();
      RocCurve roc = RocCurve.of(predictions.truth(), scores);
      if (!Double.isNaN(roc.area())) {
        PrecisionRecallCurve other = PrecisionRecallCurve.of(predictions.truth(), scores);
        write(name, () -> ClassifierPictures.curves(title, roc, other));
      }
    }
  }

  private static void write(Path name, Supplier<Drawing> picture) throws Unavailable {
    requireFonts();
    Drawing drawing = picture.get();
    file(name.resolveSibling(name.getFileName() + ".png"), png(drawing));
    byte[] svg = Svg.of(drawing.width(), drawing.height(), drawing::paint);
    file(name.resolveSibling(name.getFileName() + ".svg"), svg);
  }

  /**
   * Written as it comes: the folder of a run is synced when all is in it, and to wait for the disk
   * once a picture took as long as to draw it. One that has no room is not left cut short.
   */
  private static void file(Path file, byte[] bytes) {
    try {
      try {
        Files.write(file, bytes);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot write " + file, e);
    }
  }

  private static byte[] png(Drawing drawing) {
    BufferedImage image =
        new BufferedImage(drawing.width(), drawing.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      drawing.paint(g);
    } finally {
      g.dispose();
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    // Not the stream of ImageIO's own choice: it keeps a file that the JVM closes as soon as Ctrl-C
    // is pressed, and pictures are drawn while an interruption waits for the results.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
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
