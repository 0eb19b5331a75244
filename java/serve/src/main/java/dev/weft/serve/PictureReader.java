package dev.weft.serve;

import dev.weft.datasets.pictures.GarmentImage;
import dev.weft.datasets.pictures.ImageDecoder;
import dev.weft.datasets.pictures.ImageException;
import dev.weft.datasets.pictures.ImageLimits;
import dev.weft.datasets.pictures.Inversion;
import dev.weft.serve.http.Problem;
import dev.weft.serve.http.ServerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Turns pictures into what networks see, as many at a time as there are processors, on threads of
 * its own: those that answer requests never wait for a picture. Requests take turns, a picture at a
 * time, so that one of many pictures does not keep others waiting for all of them.
 */
final class PictureReader implements AutoCloseable {
  /** The value of a white pixel. */
  static final float WHITE = 255;

  private static final int MEGAPIXEL = 1_000_000;
  private static final int LONGEST_SIDE = 20_000;

  /** Enough of a photograph for 28 x 28 pixels, at 12 bytes each while it is decoded. */
  private static final int KEPT = MEGAPIXEL;

  private static final int SCANS = ImageLimits.DEFAULT.scans();

  private final ImageDecoder decoder;
  private final ExecutorService threads;
  private final LongSupplier nanoTime;
  private final long answerNanos;

  PictureReader(ServerLimits limits, LongSupplier nanoTime) {
    this.decoder =
        new ImageDecoder(
            new ImageLimits(limits.bodyBytes(), LONGEST_SIDE, limits.imagePixels(), KEPT, SCANS));
    this.nanoTime = nanoTime;
    this.answerNanos = limits.answerTime().toNanos();
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> {
              Thread thread = new Thread(task, "weft-pictures-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Decodes and converts pictures.
   *
   * @return 784 grey pixels of each; fails with a {@link RequestException} of 422 where one is no
   *     picture, of 503 or 504 where they were not begun or not all decoded in time
   */
  CompletableFuture<List<byte[]>> read(List<EncodedPicture> pictures) {
    Batch batch = new Batch(pictures, nanoTime.getAsLong() + answerNanos);
    batch.next();
    return batch.done;
  }

  /** The pictures of one request, of which one at a time is decoded or waits for its turn. */
  private final class Batch implements Runnable {
    private final List<EncodedPicture> pictures;
    private final long deadline;
    private final List<byte[]> decoded = new ArrayList<>();
    private final CompletableFuture<List<byte[]>> done = new CompletableFuture<>();

    Batch(List<EncodedPicture> pictures, long deadline) {
      this.pictures = pictures;
      this.deadline = deadline;
    }

    void next() {
      if (decoded.size() == pictures.size()) {
        done.complete(decoded);
        return;
      }
      try {
        threads.execute(this);
      } catch (RejectedExecutionException e) {
        done.completeExceptionally(Problem.busy("the server is stopping").exception());
      }
    }

    @Override
    public void run() {
      EncodedPicture picture = pictures.get(decoded.size());
      try {
        if (nanoTime.getAsLong() - deadline > 0) {
          throw late().exception();
        }
        decoded.add(GarmentImage.convert(decoder.decode(picture.file()), Inversion.AUTO).pixels());
        next();
      } catch (ImageException e) {
        done.completeExceptionally(
            Problem.of(422, picture.which() + ": " + e.getMessage()).exception());
      } catch (RuntimeException | Error e) {
        // Whoever asked is told, whatever it was, and the others' pictures are read.
        done.completeExceptionally(e);
      }
    }

    private Problem late() {
      return decoded.isEmpty()
          ? Problem.busy("too many pictures are being decoded already: try again")
          : Problem.of(
              504,
              "only "
                  + decoded.size()
                  + " of "
                  + pictures.size()
                  + " pictures were decoded in time: send fewer, or smaller ones");
    }
  }

  /** Begins no other picture; those that wait are not decoded. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
