package dev.weft.app.browser;

import dev.weft.Engine;
import dev.weft.serve.ModelServer;
import dev.weft.serve.http.ServerLimits;
import dev.weft.serve.models.Models;
import dev.weft.serve.models.NamedModel;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A server of models on a port that is free. */
final class Serving implements AutoCloseable {
  private final Engine engine;
  private final Models models;
  private final ModelServer server;

  private Serving(List<Path> files) {
    engine = Engine.open();
    models = Models.load(engine, NamedModel.read(files, true));
    server = ModelServer.start(models, "127.0.0.1", 0, true, ServerLimits.defaults());
  }

  /** Of model files, or folders of runs. */
  static Serving of(Path... files) {
    return new Serving(List.of(files));
  }

  URI uri() {
    return server.uri();
  }

  /** Stops the server alone; pages that were opened stay. */
  void stop() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    models.close();
    engine.close();
  }
}
