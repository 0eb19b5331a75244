package dev.weft.serve;

import dev.weft.serve.http.AcceptingConnector;
import dev.weft.serve.http.Admission;
import dev.weft.serve.http.ConnectionDeadlines;
import dev.weft.serve.http.OriginCheck;
import dev.weft.serve.http.ProblemHandler;
import dev.weft.serve.http.Router;
import dev.weft.serve.http.ServerLimits;
import dev.weft.serve.models.Models;
import dev.weft.train.SpecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A running server of models: Jetty, which reads requests, and a {@link Dispatcher}, which
 * computes. Closing it takes no new requests and finishes those that are in progress.
 */
public final class ModelServer implements AutoCloseable {
  private static final int MIN_THREADS = 4;
  private static final int MAX_THREADS = 64;
  private static final int HEAD_BYTES = 8192;

  /** Jetty says much about itself; kept here, as loggers are forgotten where nobody holds them. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private final Server server;
  private final ServerConnector connector;
  private final Dispatcher dispatcher;
  private final PredictEndpoint predict;
  private final InetAddress address;
  private int port;

  private ModelServer(
      Server server,
      ServerConnector connector,
      Dispatcher dispatcher,
      PredictEndpoint predict,
      InetAddress address) {
    this.server = server;
    this.connector = connector;
    this.dispatcher = dispatcher;
    this.predict = predict;
    this.address = address;
  }

  /**
   * Starts a server.
   *
   * @param models to be served; they stay the caller's, to be closed after the server
   * @param host name or address to listen on
   * @param port to listen on, 0 for any that is free
   * @param page whether the page is served, too
   * @throws SpecException where there is no such host
   * @throws UncheckedIOException where the port cannot be had
   */
  public static ModelServer start(
      Models models, String host, int port, boolean page, ServerLimits limits) {
    JETTY.setLevel(Level.WARNING);
    InetAddress address = address(host);
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("weft-serve");
    Server server = new Server(threads);
    ServerConnector connector = connector(server, address, port, limits);
    Admission admission = new Admission(limits);
    ServerMetrics metrics = new ServerMetrics(models, admission);
    ConnectionDeadlines deadlines =
        new ConnectionDeadlines(
            connector.getScheduler(), System::nanoTime, limits.headTime(), requestTime(limits));
    connector.addBean(deadlines);
    connector.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    Dispatcher dispatcher = new Dispatcher(limits, System::nanoTime, metrics::computed);
    metrics.watch(dispatcher);
    PredictEndpoint predict =
        new PredictEndpoint(
            models, limits, admission, dispatcher, threads, connector.getScheduler());
    Router router =
        new Router(
            Routes.of(models, predict, metrics, page),
            new OriginCheck(address.isLoopbackAddress()),
            metrics::answered,
            deadlines);
    server.setHandler(new GracefulHandler(router));
    server.setErrorHandler(new ProblemHandler());
    server.setStopTimeout(limits.stopTime().toMillis());
    ModelServer started = new ModelServer(server, connector, dispatcher, predict, address);
    started.start(host, port);
    return started;
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new SpecException(
          "{host} " + host + " is no name or address of this machine, expected such as 127.0.0.1");
    }
  }

  /** From a request's head to its answer's end: what its parts may take, and time to be sent. */
  private static Duration requestTime(ServerLimits limits) {
    return limits.bodyTime().plus(limits.answerTime()).plus(limits.headTime());
  }

  private static ServerConnector connector(
      Server server, InetAddress address, int port, ServerLimits limits) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEAD_BYTES);
    ServerConnector connector =
        new AcceptingConnector(
            server, new HttpConnectionFactory(configuration), System::nanoTime, ModelServer::warn);
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(requestTime(limits).toMillis());
    server.addConnector(connector);
    return connector;
  }

  private void start(String host, int wanted) {
    try {
      server.start();
      this.port = connector.getLocalPort();
    } catch (Exception e) {
      close();
      throw failure(e, host, wanted);
    }
  }

  private static RuntimeException failure(Exception e, String host, int port) {
    Throwable cause = e;
    while (!(cause instanceof BindException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String said = String.valueOf(cause.getMessage());
    if (said.contains("Cannot assign")) {
      return new SpecException("{host} " + host + " is not an address of this machine");
    }
    if (cause instanceof BindException && said.contains("in use")) {
      return unavailable(
          "port " + port + " of " + host + " is in use: name another port, or 0 for any");
    }
    if (e instanceof IOException || cause instanceof IOException) {
      return unavailable("cannot listen on port " + port + " of " + host + ": " + said);
    }
    return new IllegalStateException("the server did not start", e);
  }

  private static UncheckedIOException unavailable(String message) {
    return new UncheckedIOException(new IOException(message));
  }

  private static void warn(String words) {
    System.getLogger(ModelServer.class.getName()).log(System.Logger.Level.WARNING, words);
  }

  /** Where it listens. */
  public URI uri() {
    String host = address.getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Whether only this machine can reach it. */
  public boolean loopback() {
    return address.isLoopbackAddress();
  }

  /** Takes no new requests, finishes those in progress, and ends. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      // Some did not end in time; their connections are closed now.
      warn("requests in progress did not end in time");
    } finally {
      predict.close();
      dispatcher.close();
    }
  }
}
