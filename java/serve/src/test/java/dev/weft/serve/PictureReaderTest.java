package dev.weft.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.serve.http.Problem;
import dev.weft.serve.http.RequestException;
import dev.weft.serve.http.ServerLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Whose turn it is to have a picture decoded, and what becomes of those who wait too long. */
class PictureReaderTest {
  private static final long LATE = ServerLimits.defaults().answerTime().toNanos() + 1;
  private static final EncodedPicture PICTURE = new EncodedPicture(png(), "one");

  private static byte[] png() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }

  private static List<byte[]> await(CompletableFuture<List<byte[]>> read) throws Exception {
    return read.get(30, TimeUnit.SECONDS);
  }

  private static Problem refused(CompletableFuture<List<byte[]>> read) {
    Throwable cause = assertThrows(ExecutionException.class, () -> await(read)).getCause();
    return assertInstanceOf(RequestException.class, cause).problem();
  }

  @Test
  void noThreadOfTheServerWaitsForAPicture() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    LongSupplier heldClock =
        () -> {
          if (Thread.currentThread().getName().startsWith("weft-pictures")) {
            try {
              held.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return 0;
        };
    try (PictureReader reader = new PictureReader(ServerLimits.defaults(), heldClock)) {
      int threads = Runtime.getRuntime().availableProcessors();
      List<EncodedPicture> many = Collections.nCopies(256, PICTURE);
      List<CompletableFuture<List<byte[]>>> asked =
          Collections.nCopies(2 * threads, many).stream().map(reader::read).toList();
      CompletableFuture<List<byte[]>> last = reader.read(List.of(PICTURE));
      // All of this thread's calls came back while not one picture was decoded.
      assertTrue(asked.stream().noneMatch(CompletableFuture::isDone));
      CompletableFuture<Long> othersDone =
          last.thenApply(all -> asked.stream().filter(CompletableFuture::isDone).count());
      held.countDown();
      assertEquals(1, await(last).size());
      // One picture comes before the last of 256, for all that asked earlier.
      assertEquals(0, othersDone.get(30, TimeUnit.SECONDS));
      for (CompletableFuture<List<byte[]>> one : asked) {
        assertEquals(256, await(one).size());
      }
    }
  }

  @Test
  void whatIsNotDecodedInTimeIsTurnedAway() {
    AtomicLong now = new AtomicLong();
    try (PictureReader reader =
        new PictureReader(ServerLimits.defaults(), () -> now.getAndAdd(LATE))) {
      assertEquals(503, refused(reader.read(List.of(PICTURE))).status());
    }
    AtomicLong calls = new AtomicLong();
    try (PictureReader reader =
        new PictureReader(ServerLimits.defaults(), () -> calls.getAndIncrement() < 3 ? 0 : LATE)) {
      Problem problem = refused(reader.read(Collections.nCopies(5, PICTURE)));
      assertEquals(504, problem.status());
      assertTrue(problem.detail().contains("only 2 of 5 pictures"), problem.detail());
    }
  }

  @Test
  void aClosedReaderSaysThatTheServerStops() {
    PictureReader reader = new PictureReader(ServerLimits.defaults(), () -> 0);
    reader.close();
    assertEquals(503, refused(reader.read(List.of(PICTURE))).status());
  }
}
