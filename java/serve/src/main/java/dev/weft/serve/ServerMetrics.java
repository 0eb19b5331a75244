package dev.weft.serve;

import dev.weft.Versions;
import dev.weft.serve.http.Admission;
import dev.weft.serve.models.Models;
import dev.weft.serve.models.NetworkModel;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What the server counts, for Prometheus. Labels have few values whatever clients send: routes and
 * not paths, methods that there are, names of models.
 */
final class ServerMetrics {
  /** The media type of {@link #text}. */
  static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final String OTHER = "other";
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final double[] SECONDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };
  private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Counter requests =
      Counter.builder()
          .name("weft_http_requests_total")
          .help("Requests that were answered.")
          .labelNames("route", "method", "status")
          .register(registry);
  private final Histogram seconds =
      Histogram.builder()
          .name("weft_http_request_seconds")
          .help("From the head of a request to the end of its answer.")
          .labelNames("route")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .register(registry);
  private final Counter samples =
      Counter.builder()
          .name("weft_predicted_samples_total")
          .help("Images and rows that a network computed.")
          .labelNames("model")
          .register(registry);
  private final Histogram batchSamples =
      Histogram.builder()
          .name("weft_batch_samples")
          .help("Images and rows that a network computed in one call.")
          .labelNames("model")
          .classicOnly()
          .classicUpperBounds(SIZES)
          .register(registry);
  private final Histogram batchRequests =
      Histogram.builder()
          .name("weft_batch_requests")
          .help("Requests that one call to a network answered.")
          .labelNames("model")
          .classicOnly()
          .classicUpperBounds(SIZES)
          .register(registry);
  private final Histogram batchSeconds =
      Histogram.builder()
          .name("weft_batch_seconds")
          .help("Time of one call to a network.")
          .labelNames("model")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .register(registry);

  ServerMetrics(Models models, Admission admission) {
    Info.builder()
        .name("weft_info")
        .help("What serves.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(Versions.read().weft());
    GaugeWithCallback.builder()
        .name("weft_models")
        .help("Models that are served.")
        .callback(gauge -> gauge.call(models.names().size()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("weft_predictions_in_progress")
        .help("Requests for predictions that are being read or answered.")
        .callback(gauge -> gauge.call(admission.requestsHeld()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("weft_bodies_bytes")
        .help("Bytes of requests' bodies in memory.")
        .callback(gauge -> gauge.call(admission.bytesHeld()))
        .register(registry);
  }

  /** Shows how many samples wait. */
  void watch(Dispatcher dispatcher) {
    GaugeWithCallback.builder()
        .name("weft_queue_samples")
        .help("Images and rows that wait to be computed.")
        .callback(gauge -> gauge.call(dispatcher.waitingSamples()))
        .register(registry);
  }

  /** Counts a request that was answered. */
  void answered(String route, String method, int status, double time) {
    requests
        .labelValues(route, METHODS.contains(method) ? method : OTHER, Integer.toString(status))
        .inc();
    seconds.labelValues(route).observe(time);
  }

  /** Counts a call to a network. */
  void computed(NetworkModel network, int jobs, int rows, double time) {
    samples.labelValues(network.name()).inc(rows);
    batchSamples.labelValues(network.name()).observe(rows);
    batchRequests.labelValues(network.name()).observe(jobs);
    batchSeconds.labelValues(network.name()).observe(time);
  }

  /** All of it in the text format of Prometheus. */
  byte[] text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(bytes, registry.scrape(), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
