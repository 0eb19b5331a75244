package dev.weft.interchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedReadTest {
  private static final long LONG = 600;

  @Test
  void resultsAndExceptionsPass() {
    assertEquals(5, BoundedRead.call(() -> 5, LONG));
    IllegalStateException thrown = new IllegalStateException("x");
    assertSame(
        thrown,
        assertThrows(
            IllegalStateException.class,
            () ->
                BoundedRead.call(
                    () -> {
                      throw thrown;
                    },
                    LONG)));
    assertRefused(
        "no disk",
        () -> {
          throw new IOException("no disk");
        },
        LONG);
  }

  private static void assertRefused(String reason, Callable<Object> reader, long seconds) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BoundedRead.call(reader, seconds));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void aReaderThatNeverEndsIsLeft() {
    CountDownLatch never = new CountDownLatch(1);
    assertRefused(
        "took more than 1 s",
        () -> {
          never.await();
          return 0;
        },
        1);
  }

  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  @Test
  void errorsOfTheMachineAreTheFilesFault() {
    assertRefused("nested without end", () -> endless(0), LONG);
    assertRefused(
        "more memory than there is",
        () -> {
          throw new OutOfMemoryError("Java heap space");
        },
        LONG);
  }
}
