package dev.weft.peers.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.peers.compare.Results.Accuracy;
import dev.weft.peers.compare.Results.Inference;
import dev.weft.peers.compare.Results.Peak;
import dev.weft.peers.compare.Results.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pools the measurements of all rounds. */
final class Collector {
  private record Epochs(Contestant contestant, int batch, int samples, int steps) {}

  private record Call(Contestant contestant, int images) {}

  private final Map<Epochs, List<Double>> epochs = new LinkedHashMap<>();
  private final Map<Call, List<Double>> calls = new LinkedHashMap<>();
  private final Map<Contestant, Double> accuracies = new LinkedHashMap<>();
  private final Map<Integer, List<Double>> peaks = new TreeMap<>();
  private final Map<String, Object> facts = new LinkedHashMap<>();

  void add(Contestant contestant, JsonNode line) {
    switch (line.get("kind").asText()) {
      case "facts" -> facts.put(contestant.label(), line.get("facts"));
      case "accuracy" -> accuracies.put(contestant, line.get("value").asDouble());
      case "inference" -> pool(calls, new Call(contestant, line.get("images").asInt()), line, 1);
      case "epochs" -> {
        int samples = line.get("samples").asInt();
        Epochs key =
            new Epochs(contestant, line.get("batch").asInt(), samples, line.get("steps").asInt());
        pool(epochs, key, line, (double) Results.EPOCH / samples);
      }
      default -> throw new IllegalArgumentException("not a measurement: " + line);
    }
  }

  void addPeak(int threads, JsonNode line) {
    if (line.get("kind").asText().equals("facts")) {
      facts.put("sgemm peak, threads: " + threads, line.get("facts"));
      return;
    }
    double gflop = line.get("flop").asDouble() * 1e-9;
    for (JsonNode seconds : line.get("seconds")) {
      peaks.computeIfAbsent(threads, t -> new ArrayList<>()).add(gflop / seconds.asDouble());
    }
  }

  private static <K> void pool(Map<K, List<Double>> pools, K key, JsonNode line, double factor) {
    List<Double> pool = pools.computeIfAbsent(key, k -> new ArrayList<>());
    line.get("seconds").forEach(seconds -> pool.add(seconds.asDouble() * factor));
  }

  Map<String, Object> facts() {
    return facts;
  }

  List<Peak> peaks() {
    List<Peak> all = new ArrayList<>();
    peaks.forEach((threads, gflops) -> all.add(new Peak(threads, Statistic.of(gflops))));
    return all;
  }

  List<Training> training() {
    List<Training> all = new ArrayList<>();
    epochs.forEach(
        (key, pool) -> {
          Contestant c = key.contestant();
          Statistic seconds = Statistic.of(pool);
          double gflops = Results.FLOP_PER_SAMPLE * Results.EPOCH * 1e-9 / seconds.median();
          List<Double> peak = peaks.get(c.threads());
          double fraction = peak == null ? Double.NaN : gflops / Statistic.of(peak).median();
          all.add(
              new Training(
                  c.name(),
                  c.form(),
                  c.threads(),
                  key.batch(),
                  key.samples(),
                  key.steps(),
                  seconds,
                  gflops,
                  fraction));
        });
    return all;
  }

  List<Accuracy> accuracy() {
    List<Accuracy> all = new ArrayList<>();
    accuracies.forEach((c, value) -> all.add(new Accuracy(c.name(), c.form(), c.threads(), value)));
    return all;
  }

  List<Inference> inference() {
    List<Inference> all = new ArrayList<>();
    calls.forEach(
        (key, pool) -> {
          Contestant c = key.contestant();
          all.add(new Inference(c.name(), c.form(), c.threads(), key.images(), Statistic.of(pool)));
        });
    return all;
  }
}
