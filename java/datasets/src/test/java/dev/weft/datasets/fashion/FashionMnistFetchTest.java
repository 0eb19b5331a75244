package dev.weft.datasets.fashion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.DataException;
import dev.weft.data.idx.IdxBytes;
import dev.weft.datasets.fetch.FetchLimits;
import dev.weft.datasets.fetch.FolderLock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network is this machine: what servers do wrong, and that nothing half-written is left. */
@Tag("network")
class FashionMnistFetchTest extends FetchTest {
  @Test
  void fetchesOnceAndThenUsesWhatIsThere() throws IOException {
    FashionMnist data = load(server.address("good"));
    assertEquals("Fashion-MNIST from " + destination, data.source().description());
    assertEquals(COMPLETE, left());
    assertEquals(4, server.requests.size());
    assertFalse(heard.received.isEmpty(), "progress is told");
    load(server.address("good"));
    assertEquals(4, server.requests.size());
  }

  @Test
  void goesToTheNextMirrorAfterA404() throws IOException {
    URI none = server.put("none", (exchange, file) -> exchange.sendResponseHeaders(404, -1));
    load(none, server.address("good"));
    assertEquals(COMPLETE, left());
    assertEquals(5, server.requests.size(), "the first mirror is asked once");
  }

  @Test
  void removesWhatHasTheWrongHashAndAsksTheNextMirror() throws IOException {
    URI digits =
        server.put(
            "digits",
            (exchange, file) -> {
              byte[] other = IdxBytes.gzip(SmallSet.digits(FIRST.replace(".gz", "")));
              FileServer.send(exchange, 200, other, other.length);
            });
    String message = failure(SmallSet.environment(world, digits));
    contains(message, digits + FIRST, "handwritten digits of MNIST");
    assertEquals(List.of(".lock"), left());
    load(digits, server.address("good"));
    assertEquals(COMPLETE, left());
    contains(heard.warnings.get(0), "digits");
  }

  @Test
  void refusesAnAnswerThatIsTooLarge() throws IOException {
    URI promising =
        server.put("promising", (exchange, file) -> FileServer.send(exchange, 200, file, 1L << 40));
    URI endless =
        server.put(
            "endless", (exchange, file) -> FileServer.send(exchange, 200, new byte[1 << 20], 0));
    contains(
        failure(SmallSet.environment(world, promising, endless)),
        promising + FIRST + ": the answer has 1099511627776 bytes or more, expected at most",
        endless + FIRST + ": the answer has ");
  }

  @Test
  void aWebPageIsNotTheFile() {
    URI portal =
        server.put(
            "portal",
            (exchange, file) -> {
              byte[] page = "<html>Please log in</html>".getBytes();
              FileServer.send(exchange, 200, page, page.length);
            });
    contains(failure(SmallSet.environment(world, portal)), portal + FIRST, "web page");
  }

  @Test
  void givesUpOnASilentServer() {
    FetchLimits impatient =
        new FetchLimits(
            Duration.ofSeconds(10),
            Duration.ofMillis(300),
            2,
            Duration.ofMillis(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
    URI mute = server.put("mute", (exchange, file) -> server.hang());
    URI stuck =
        server.put(
            "stuck",
            (exchange, file) -> {
              FileServer.send(exchange, 200, Arrays.copyOf(file, 100), file.length);
              server.hang();
            });
    DataEnvironment environment = SmallSet.environment(world, mute, stuck);
    contains(
        failure(SmallSet.with(environment, impatient, environment.commands())),
        mute + FIRST + ": no answer within the time limit",
        stuck + FIRST + ": no");
  }

  @Test
  void withNoNetworkItListsEverythingThatWasTried() throws IOException {
    URI closed = server.address("good");
    server.close();
    URI unknown = URI.create("http://no-such-host.invalid/");
    contains(
        failure(SmallSet.environment(world, closed, unknown)),
        destination + ": there is no such folder",
        world.resolve("system").toString(),
        closed + FIRST + ": no connection",
        unknown + FIRST + ": ",
        "apt-get download dataset-fashion-mnist: this machine has no apt-get",
        "--data synthetic");
    assertEquals(List.of(".lock"), left());
  }

  @Test
  void replacesADamagedCopyAndKeepsItAside() throws IOException {
    SmallSet.write(destination);
    byte[] damaged = "damaged".getBytes();
    IdxBytes.write(destination.resolve("t10k-labels-idx1-ubyte"), damaged);
    IdxBytes.write(destination.resolve(FIRST), damaged);
    load(server.address("good"));
    assertEquals(2, server.requests.size(), "only what is damaged is fetched");
    assertArrayEquals(
        damaged, Files.readAllBytes(destination.resolve("t10k-labels-idx1-ubyte.rejected")));
    assertArrayEquals(damaged, Files.readAllBytes(destination.resolve(FIRST + ".rejected")));
    load();
  }

  @Test
  void twoAtOnceFetchOnce() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<FashionMnist>> loads =
          Stream.generate(
                  () ->
                      threads.submit(
                          () -> {
                            both.countDown();
                            both.await();
                            return load(server.address("good"));
                          }))
              .limit(2)
              .toList();
      assertEquals(loads.get(0).get().source(), loads.get(1).get().source());
    } finally {
      threads.shutdownNow();
    }
    assertEquals(4, server.requests.size());
    assertEquals(COMPLETE, left());
  }

  /** The one that fetches is killed half way, and fifteen wait for it: one of them goes on. */
  @Test
  @Tag("process")
  void whenOneOfManyIsKilledAnotherGoesOnFromThere() throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    CountDownLatch half = new CountDownLatch(1);
    URI stuckOnce =
        server.put(
            "stuckOnce",
            (exchange, file) -> {
              if (first.getAndSet(false)) {
                exchange.getResponseHeaders().set("ETag", "\"" + file.length + "\"");
                FileServer.send(exchange, 200, Arrays.copyOf(file, file.length / 2), file.length);
                half.countDown();
                server.hang();
              } else {
                FileServer.serve(exchange, file);
              }
            });
    List<Process> processes = new ArrayList<>();
    try {
      processes.add(FetchingProcess.start(world, stuckOnce));
      half.await();
      for (int i = 1; i < 16; i++) {
        processes.add(FetchingProcess.start(world, stuckOnce));
      }
      // They have begun to wait when the last of them has read its classes.
      assertFalse(processes.get(15).waitFor(1, TimeUnit.SECONDS));
      processes.get(0).destroyForcibly().waitFor();
      for (Process process : processes.subList(1, 16)) {
        assertEquals(0, process.waitFor());
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    assertEquals(COMPLETE, left());
    assertEquals(5, server.requests.size(), server.requests.toString());
    load();
  }

  @Test
  void saysWhoIsInTheWay() throws Exception {
    Files.createDirectories(destination);
    FolderLock lock = FolderLock.acquire(destination, Duration.ofSeconds(10), heard);
    try {
      DataEnvironment environment = SmallSet.environment(world, server.address("good"));
      FetchLimits impatient =
          new FetchLimits(
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              1,
              Duration.ZERO,
              Duration.ofMillis(200),
              Duration.ofSeconds(1));
      contains(
          failure(SmallSet.with(environment, impatient, environment.commands())),
          "another process has held " + destination.resolve(".lock"));
      assertTrue(heard.infos.stream().anyMatch(line -> line.contains("waiting for another")));
    } finally {
      lock.close();
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsToldAsTheReason() throws IOException {
    IdxBytes.write(world.resolve("project/data"), new byte[1]);
    contains(
        failure(SmallSet.environment(world, server.address("good"))),
        "fetching into " + destination + ": ");
  }

  @Test
  void anInterruptLeavesNothingHalfWritten() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    URI stuck =
        server.put(
            "stuck",
            (exchange, file) -> {
              FileServer.send(exchange, 200, Arrays.copyOf(file, 100), file.length);
              sent.countDown();
              server.hang();
            });
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                load(stuck);
                outcome.complete(new AssertionError("loaded"));
              } catch (Throwable e) {
                outcome.complete(Thread.currentThread().isInterrupted() ? e : new Error(e));
              }
            });
    thread.start();
    sent.await();
    thread.interrupt();
    contains(assertInstanceOf(DataException.class, outcome.get()).getMessage(), "interrupted");
    for (String name : left()) {
      assertTrue(name.startsWith(".lock") || name.contains(".part"), name);
    }
    load(server.address("good"));
    assertTrue(left().containsAll(COMPLETE));
  }
}
