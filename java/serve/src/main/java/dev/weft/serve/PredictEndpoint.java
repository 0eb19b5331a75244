package dev.weft.serve;

import dev.weft.serve.http.Admission;
import dev.weft.serve.http.BodyReader;
import dev.weft.serve.http.Exchange;
import dev.weft.serve.http.Problem;
import dev.weft.serve.http.Route;
import dev.weft.serve.http.ServerLimits;
import dev.weft.serve.models.Models;
import dev.weft.serve.models.NetworkModel;
import dev.weft.serve.models.ServedModel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.Scheduler;

/** Answers what the models say of pictures or rows of numbers. */
final class PredictEndpoint implements Route.Endpoint, AutoCloseable {
  private static final String MODEL = "model";
  private static final String SEEN = "seen";

  private final Models models;
  private final ServerLimits limits;
  private final Admission admission;
  private final Dispatcher dispatcher;
  private final RequestReader reader;
  private final Executor executor;
  private final Scheduler scheduler;

  PredictEndpoint(
      Models models,
      ServerLimits limits,
      Admission admission,
      Dispatcher dispatcher,
      Executor executor,
      Scheduler scheduler) {
    this.models = models;
    this.limits = limits;
    this.admission = admission;
    this.dispatcher = dispatcher;
    this.reader = new RequestReader(limits, models.widest());
    this.executor = executor;
    this.scheduler = scheduler;
  }

  @Override
  public void answer(Exchange exchange, String name) {
    Request request = exchange.request();
    Fields query = query(request);
    List<String> named = query.getValuesOrEmpty(MODEL);
    boolean seen = seen(query);
    String type = header(request, HttpHeader.CONTENT_TYPE);
    RequestReader.require(type);
    requirePlain(header(request, HttpHeader.CONTENT_ENCODING));
    Admission.Ticket ticket = admission.admit();
    Request.addCompletionListener(request, failure -> ticket.close());
    BodyReader.read(request, ticket, limits, scheduler)
        .thenCompose(body -> reader.read(type, body))
        .thenCompose(asked -> answer(asked.orModels(named), seen))
        .whenComplete(
            (document, failure) -> {
              if (failure == null) {
                exchange.json(document);
              } else {
                exchange.fail(failure);
              }
            });
  }

  private CompletableFuture<byte[]> answer(PredictRequest request, boolean seen) {
    List<ServedModel> chosen = request.chosen(models);
    Set<NetworkModel> networks = new LinkedHashSet<>();
    chosen.forEach(model -> networks.add(model.network()));
    long deadline = System.nanoTime() + limits.answerTime().toNanos();
    PredictJob job = new PredictJob(request.rows(), request.samples(), networks, deadline);
    dispatcher.submit(job);
    return job.outputs()
        .thenApplyAsync(
            outputs -> PredictionsDocument.write(request, chosen, outputs, seen), executor);
  }

  /** Decodes no other picture. */
  @Override
  public void close() {
    reader.close();
  }

  private static Fields query(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      // What is wrong with it is of many kinds.
      throw Problem.of(400, "the query cannot be read: it is not percent-encoded UTF-8")
          .exception();
    }
  }

  private static boolean seen(Fields query) {
    String value = query.getValue(SEEN);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw Problem.of(400, "seen is true or false, not '" + value + "'").exception();
  }

  private static String header(Request request, HttpHeader name) {
    String value = request.getHeaders().get(name);
    return value == null ? "" : value;
  }

  private static void requirePlain(String encoding) {
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      throw Problem.of(415, "Content-Encoding '" + encoding + "' is not taken: send it as it is")
          .exception();
    }
  }
}
