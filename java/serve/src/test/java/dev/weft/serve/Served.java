package dev.weft.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.serve.http.ServerLimits;
import dev.weft.serve.models.Models;
import dev.weft.serve.models.NetworkModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A server on a free port, and a client for it. */
final class Served implements AutoCloseable {
  static final Architecture TEN =
      Architecture.inputs(784).dense(4, Activation.RELU).output(10, Loss.SOFTMAX_CROSS_ENTROPY);
  static final Architecture TWO =
      Architecture.inputs(784).dense(4, Activation.RELU).output(1, Loss.SIGMOID_CROSS_ENTROPY);
  static final Architecture NUMBERS = Architecture.inputs(3).output(2, Loss.MEAN_SQUARED_ERROR);

  private final ModelServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Served(Models models, ServerLimits limits) {
    this.server = ModelServer.start(models, "127.0.0.1", 0, true, limits);
  }

  /** Of the models of {@link #fixed}. */
  Served() {
    this(fixed(), ServerLimits.defaults());
  }

  /** Models whose answers are known beforehand. */
  static Models fixed() {
    return models(
        model("multiclass", TEN, FashionMnist.CLASS_NAMES, Served::ten),
        model("binary", TWO, FashionMnist.CLOTHING.groupNames(), Served::two),
        model("prices", NUMBERS, List.of(), Served::doubled));
  }

  static Models models(NetworkModel... models) {
    return new Models(List.of(models), List.of());
  }

  static NetworkModel model(
      String name,
      Architecture architecture,
      List<String> classes,
      UnaryOperator<float[]> predictor) {
    ModelMetadata metadata =
        new ModelMetadata(
            architecture, classes, "reference", 7, "hash", "java", "1", Map.of("epoch", "3"));
    return new NetworkModel(name, name + ".safetensors", metadata, predictor);
  }

  /** Class k with 0.55 where pixel k is the first that is white, all others with 0.05. */
  private static float[] ten(float[] rows) {
    float[] outputs = new float[rows.length / 784 * 10];
    for (int i = 0; i < outputs.length / 10; i++) {
      int white = 0;
      while (white < 9 && rows[i * 784 + white] < 1) {
        white++;
      }
      for (int k = 0; k < 10; k++) {
        outputs[i * 10 + k] = k == white ? 0.55f : 0.05f;
      }
    }
    return outputs;
  }

  /** The first pixel is the probability of class 1. */
  private static float[] two(float[] rows) {
    float[] outputs = new float[rows.length / 784];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = rows[i * 784];
    }
    return outputs;
  }

  /** The first two features, doubled; 9 becomes a value that JSON has no number for. */
  private static float[] doubled(float[] rows) {
    float[] outputs = new float[rows.length / 3 * 2];
    for (int i = 0; i < outputs.length; i++) {
      float value = rows[i / 2 * 3 + i % 2];
      outputs[i] = value == 9 ? Float.NaN : 2 * value;
    }
    return outputs;
  }

  int port() {
    return server.port();
  }

  HttpClient client() {
    return client;
  }

  HttpRequest request(String path, UnaryOperator<HttpRequest.Builder> more) {
    URI uri = URI.create("http://127.0.0.1:" + port() + path);
    return more.apply(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30))).build();
  }

  HttpResponse<byte[]> send(String path, UnaryOperator<HttpRequest.Builder> more) {
    try {
      return client.send(request(path, more), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> get(String path) {
    return send(path, request -> request);
  }

  HttpResponse<byte[]> post(String path, String type, byte[] body) {
    return send(
        path,
        request -> request.header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<byte[]> json(String body) {
    return post("/v1/predict", "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode read(HttpResponse<byte[]> response) {
    try {
      return new ObjectMapper().readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** 784 pixels, black but one. */
  static String pixels(int white) {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < 784; i++) {
      json.append(i == 0 ? "" : ",").append(i == white ? 255 : 0);
    }
    return json.append("]").toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
