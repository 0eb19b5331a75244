package dev.weft.app.models;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.Devices;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import dev.weft.data.FeatureScale;
import dev.weft.runs.Json;
import dev.weft.serve.ModelServer;
import dev.weft.serve.http.ServerLimits;
import dev.weft.serve.models.Models;
import dev.weft.serve.models.NamedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves models over HTTP until it is stopped. */
@Command(
    name = "serve",
    header = "Serve models over HTTP: a page to try them, and a JSON API.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Serves models over HTTP, to this machine alone unless --host says otherwise: a page on which"
          + " one draws or drops a picture and sees what each model says, a JSON API"
          + " (/v1/predict, /v1/models, described by /openapi.json), /healthz, and /metrics for"
          + " Prometheus. Ctrl-C stops it once requests in progress are answered.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft serve runs/X                the models of a run of weft experiments",
      "  weft serve shirts.safetensors shoes.safetensors --port 9000",
      "  weft serve prices.safetensors --no-page     rows of numbers, by the API",
      "  curl -H 'Content-Type: image/png' --data-binary @shirt.png \\",
      "      http://localhost:8080/v1/predict"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description =
          "Model files, or folders of runs: the ten-class and the two-class model with their best"
              + " weights. Each is named like its file; a ten-class model of Fashion-MNIST also"
              + " answers as two classes, binarized.")
  private List<Path> models;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      defaultValue = "127.0.0.1",
      description = "Name or address to listen on. Default: ${DEFAULT-VALUE}, this machine alone.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port to listen on; 0 takes one that is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--no-page",
      description = "Serve the API without the page, and models of other than images, too.")
  private boolean noPage;

  @Mixin private BackendOptions backend;
  @Mixin private OutputOptions output;

  private final Session session;

  public ServeCommand(Session session) {
    this.session = session;
  }

  /** What scripts read. */
  private record Started(String url, List<String> models) {}

  @Override
  public Integer call() {
    Console console = session.console(output);
    if (port < 0 || port > MAX_PORT) {
      throw new UsageException("--port takes 0 to " + MAX_PORT + ", not " + port);
    }
    backend.backend();
    List<NamedModel> read = UsageException.interpreting(() -> NamedModel.read(models, !noPage));
    read.forEach(
        model ->
            FiniteModel.require(
                model.file(),
                model.content().metadata().architecture(),
                model.content().parameters()));
    for (NamedModel model : read) {
      if (model.content().metadata().architecture().inputs() == Models.PIXELS) {
        FeatureReading.misfit(
                model.file().toString(),
                model.content().metadata(),
                FeatureScale.PIXELS,
                "pictures are")
            .ifPresent(console::warn);
      }
    }
    CountDownLatch stop = new CountDownLatch(1);
    try (Engine engine = Devices.open(backend, console);
        Models served = Models.load(engine, read);
        ModelServer server =
            UsageException.interpreting(
                () -> ModelServer.start(served, host, port, !noPage, ServerLimits.defaults()))) {
      // From here on a signal waits until requests in progress are answered.
      session.interruption().guard();
      session.interruption().during(reason -> stop.countDown());
      if (!server.loopback()) {
        console.warn(
            "--host "
                + host
                + " lets every machine that reaches this one use the server: it asks for no"
                + " password and encrypts nothing");
      }
      announce(server, served, console);
      stop.await();
      console.log("stopping: requests in progress are answered");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.INTERRUPTED;
  }

  private void announce(ModelServer server, Models served, Console console) {
    String url = server.uri().toString();
    if (console.json()) {
      console.raw(Json.write(new Started(url, served.names())));
    } else {
      console.result(url);
      console.log("serving " + String.join(", ", served.names()) + "; Ctrl-C stops");
    }
  }
}
