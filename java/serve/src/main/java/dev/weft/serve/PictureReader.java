package dev.weft.serve;

import dev.weft.datasets.pictures.GarmentImage;
import dev.weft.datasets.pictures.ImageDecoder;
import dev.weft.datasets.pictures.ImageException;
import dev.weft.datasets.pictures.ImageLimits;
import dev.weft.datasets.pictures.Inversion;
import dev.weft.serve.http.Problem;
import dev.weft.serve.http.ServerLimits;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Turns pictures into what networks see, as many at a time as there are cores. */
final class PictureReader {
  /** The value of a white pixel. */
  static final float WHITE = 255;

  private static final int MEGAPIXEL = 1_000_000;
  private static final int LONGEST_SIDE = 20_000;

  /** Enough of a photograph for 28 x 28 pixels, at 12 bytes each while it is decoded. */
  private static final int KEPT = MEGAPIXEL;

  private final ImageDecoder decoder;
  private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
  private final long patienceMillis;

  PictureReader(ServerLimits limits) {
    this.decoder =
        new ImageDecoder(
            new ImageLimits(limits.bodyBytes(), LONGEST_SIDE, limits.imagePixels(), KEPT));
    this.patienceMillis = limits.answerTime().toMillis();
  }

  /**
   * Decodes and converts a picture.
   *
   * @param which its name in messages
   * @return 784 grey pixels
   * @throws RequestException where it is no picture, or too many others are being decoded
   */
  byte[] of(byte[] file, String which) {
    boolean turn = false;
    try {
      turn = turns.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
      if (!turn) {
        throw Problem.busy("too many pictures are being decoded already: try again").exception();
      }
      return GarmentImage.convert(decoder.decode(file), Inversion.AUTO).pixels();
    } catch (ImageException e) {
      throw Problem.of(422, which + ": " + e.getMessage()).exception();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.busy("the server is stopping").exception();
    } finally {
      if (turn) {
        turns.release();
      }
    }
  }
}
