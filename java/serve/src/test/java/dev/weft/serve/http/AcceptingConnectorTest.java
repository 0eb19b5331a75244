package dev.weft.serve.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

class AcceptingConnectorTest {
  private static final String FILES =
      "cannot take connections: Too many open files; they wait until others are closed (ulimit -n"
          + " allows more)";

  @Test
  void saysOnceAMinuteThatConnectionsCannotBeTaken() {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    List<String> said = new ArrayList<>();
    AcceptingConnector connector =
        new AcceptingConnector(new Server(), new HttpConnectionFactory(), clock::get, said::add);
    IOException full = new IOException("Too many open files");
    for (int second = 0; second < 60; second++) {
      connector.failed(full);
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    assertEquals(List.of(FILES), said);
    connector.failed(full);
    assertEquals(List.of(FILES, FILES + ", 59 times more in the last minute"), said);
    clock.addAndGet(Duration.ofMinutes(2).toNanos());
    connector.failed(new IOException());
    assertEquals(
        "cannot take connections: java.io.IOException; they wait until others are closed",
        said.get(2));
  }
}
