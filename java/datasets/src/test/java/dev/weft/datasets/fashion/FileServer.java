package dev.weft.datasets.fashion;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.data.idx.IdxBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web server on this machine that misbehaves on demand: under {@code /good/} it serves the small
 * set with ranges, elsewhere what the tests put there.
 */
final class FileServer implements AutoCloseable {
  /** What a server does with a request. */
  interface Behaviour {
    void answer(HttpExchange exchange, byte[] file) throws IOException;
  }

  /** One request as it came: path, and the range asked for or an empty text. */
  record Request(String path, String range) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);

  FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    put("good", FileServer::serve);
  }

  /** Adds a folder with a behaviour of its own. */
  URI put(String folder, Behaviour behaviour) {
    behaviours.put(folder, behaviour);
    return address(folder);
  }

  URI address(String folder) {
    return URI.create(
        "http://"
            + server.getAddress().getHostString()
            + ":"
            + server.getAddress().getPort()
            + "/"
            + folder
            + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(
          new Request(
              path,
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse("")));
      String name = path.substring(path.lastIndexOf('/') + 1).replace(".gz", "");
      behaviours.get(path.split("/")[1]).answer(exchange, IdxBytes.gzip(SmallSet.right(name)));
    }
  }

  /** The whole file, or the range that was asked for. */
  static void serve(HttpExchange exchange, byte[] file) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    exchange.getResponseHeaders().set("ETag", "\"" + file.length + "\"");
    if (range == null) {
      send(exchange, 200, file, file.length);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    if (from >= file.length) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + file.length);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
    byte[] rest = Arrays.copyOfRange(file, from, file.length);
    send(exchange, 206, rest, rest.length);
  }

  /** Promises {@code promised} bytes and sends those of {@code body}. */
  static void send(HttpExchange exchange, int status, byte[] body, long promised)
      throws IOException {
    exchange.sendResponseHeaders(status, promised);
    OutputStream out = exchange.getResponseBody();
    out.write(body);
    out.flush();
  }

  /** Keeps a request waiting until the server is closed. */
  void hang() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
