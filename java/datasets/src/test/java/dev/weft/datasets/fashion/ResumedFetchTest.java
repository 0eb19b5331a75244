package dev.weft.datasets.fashion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.idx.IdxBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transfers that break off and are continued. */
@Tag("network")
class ResumedFetchTest extends FetchTest {
  private List<String> ranges() {
    return server.requests.stream()
        .filter(request -> request.path().endsWith(FIRST))
        .map(FileServer.Request::range)
        .toList();
  }

  private void leavePart(URI mirror, byte[] part) throws IOException {
    IdxBytes.write(destination.resolve(FIRST + ".part"), part);
    Files.writeString(destination.resolve(FIRST + ".part.from"), mirror + FIRST + "\n\n");
  }

  @Test
  void continuesATransferThatBrokeOff() throws IOException {
    AtomicInteger count = new AtomicInteger();
    URI early =
        server.put(
            "early",
            (exchange, file) -> {
              if (count.getAndIncrement() == 0) {
                exchange.getResponseHeaders().set("ETag", "\"" + file.length + "\"");
                FileServer.send(exchange, 200, Arrays.copyOf(file, 1000), file.length);
              } else {
                FileServer.serve(exchange, file);
              }
            });
    load(early);
    assertEquals(List.of("", "bytes=1000-"), ranges());
    assertEquals(COMPLETE, left());
    assertTrue(heard.infos.stream().anyMatch(line -> line.contains("broke off")));
  }

  @Test
  void keepsThePartOfABrokenMirrorAndContinuesItNextTime() throws IOException {
    AtomicInteger count = new AtomicInteger();
    URI address =
        server.put(
            "mirror",
            (exchange, file) -> {
              if (count.getAndIncrement() == 0) {
                FileServer.send(exchange, 200, Arrays.copyOf(file, 700), file.length);
              } else if (count.get() <= 5) {
                exchange.close();
              } else {
                FileServer.serve(exchange, file);
              }
            });
    contains(failure(SmallSet.environment(world, address)), address + FIRST);
    assertEquals(List.of(".lock", FIRST + ".part", FIRST + ".part.from"), left());
    assertEquals(700, Files.size(destination.resolve(FIRST + ".part")));
    count.set(100);
    load(address);
    assertEquals("bytes=700-", ranges().get(ranges().size() - 1));
    assertEquals(COMPLETE, left());
  }

  @Test
  void doesNotContinueThePartOfAnotherMirror() throws IOException {
    IdxBytes.write(destination.resolve(FIRST + ".part"), new byte[500]);
    Files.writeString(
        destination.resolve(FIRST + ".part.from"), server.address("other") + FIRST + "\n\n");
    load(server.address("good"));
    assertEquals(List.of(""), ranges());
  }

  @Test
  void beginsAnewWhereTheServerIgnoresRanges() throws IOException {
    URI simple =
        server.put("simple", (exchange, file) -> FileServer.send(exchange, 200, file, file.length));
    leavePart(simple, new byte[500]);
    load(simple);
    assertEquals(List.of("bytes=500-"), ranges());
    assertEquals(COMPLETE, left());
  }

  @Test
  void beginsAnewWhereThePartWasOfAnotherVersion() throws IOException {
    leavePart(server.address("good"), new byte[500]);
    load(server.address("good"));
    assertEquals(List.of("bytes=500-", ""), ranges());
    assertEquals(COMPLETE, left());
  }

  @Test
  void beginsAnewWhereThePartIsTooLong() throws IOException {
    leavePart(server.address("good"), new byte[1 << 20]);
    load(server.address("good"));
    assertEquals(List.of("bytes=1048576-", ""), ranges());
  }

  @Test
  void takesAPartThatIsWholeAlready() throws IOException {
    leavePart(server.address("good"), IdxBytes.gzip(SmallSet.right("train-images-idx3-ubyte")));
    load(server.address("good"));
    assertEquals(1, ranges().size(), "416 with the right length says that nothing is missing");
  }

  @Test
  void beginsAnewAfterAnAnswerToAnotherRange() throws IOException {
    URI shifted =
        server.put(
            "shifted",
            (exchange, file) -> {
              if (exchange.getRequestHeaders().containsKey("Range")) {
                exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/10");
                FileServer.send(exchange, 206, new byte[10], 10);
              } else {
                FileServer.serve(exchange, file);
              }
            });
    leavePart(shifted, new byte[500]);
    load(shifted);
    assertEquals(List.of("bytes=500-", ""), ranges());
  }
}
