package dev.weft.app.bench;

import dev.weft.Engine;
import dev.weft.ResidentDataset;
import dev.weft.WeftException;
import dev.weft.app.console.Interruption;
import dev.weft.backend.Availability;
import dev.weft.backend.Backend;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.DeviceInfo;
import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import dev.weft.runs.Recipe;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Times the training of the reference network on one backend after another. Each has its share of
 * the time allowed; a slow one measures fewer epochs or batch sizes and says so.
 */
public final class Bench {
  private final BenchSettings settings;
  private final Dataset data;
  private final Interruption interruption;
  private final LongSupplier nanoTime;
  private final Consumer<String> log;

  /**
   * A bench.
   *
   * @param data what to train on
   * @param log takes a line before each measurement
   */
  public Bench(
      BenchSettings settings,
      Dataset data,
      Interruption interruption,
      LongSupplier nanoTime,
      Consumer<String> log) {
    this.settings = settings;
    this.data = data;
    this.interruption = interruption;
    this.nanoTime = nanoTime;
    this.log = log;
  }

  /** Measures all batch sizes on each backend that is available. */
  public List<BackendBench> run(List<Backend> backends) {
    long end = nanoTime.getAsLong() + (long) (settings.secondsAllowed() * 1e9);
    List<BackendBench> results = new ArrayList<>();
    for (int i = 0; i < backends.size(); i++) {
      double share = (end - nanoTime.getAsLong()) / 1e9 / (backends.size() - i);
      results.add(measure(backends.get(i), share));
    }
    return results;
  }

  private BackendBench measure(Backend backend, double share) {
    Availability availability = backend.availability();
    if (!availability.available()) {
      return absent(backend, availability.detail());
    }
    try (Engine engine = Engine.of(backend.open(new ContextOptions(0, settings.threads())));
        ResidentDataset resident = engine.upload(data)) {
      return measure(engine, resident, share);
    } catch (WeftException e) {
      return absent(backend, e.getMessage());
    }
  }

  private static BackendBench absent(Backend backend, String reason) {
    return new BackendBench(backend.name(), "", 0, List.of(), List.of("not available: " + reason));
  }

  private BackendBench measure(Engine engine, ResidentDataset resident, double share) {
    Architecture architecture = Recipe.reference().multiclass().network();
    DeviceInfo info = engine.info();
    long end = nanoTime.getAsLong() + (long) (share * 1e9);
    List<EpochTimes> measured = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    List<Integer> sizes = settings.batchSizes();
    for (int i = 0; i < sizes.size(); i++) {
      double left = (end - nanoTime.getAsLong()) / 1e9;
      // A warm-up and one epoch must fit, the size before being the best guess of their length;
      // the first size is measured in any case.
      double needed =
          measured.isEmpty()
              ? Double.NEGATIVE_INFINITY
              : 2 * measured.get(measured.size() - 1).median();
      if (interruption.requested() || needed > left) {
        skipped.add(
            "batch size "
                + sizes.get(i)
                + " was left out: "
                + (interruption.requested() ? "interrupted" : "the time allowed is used up"));
        continue;
      }
      log.accept(info.backend() + ", batch size " + sizes.get(i));
      EpochTimes measurement =
          EpochTiming.of(
              engine,
              architecture,
              resident,
              sizes.get(i),
              settings.epochs(),
              left / (sizes.size() - i),
              run -> interruption.during(run::stop));
      measured.add(measurement);
      if (measurement.epochSeconds().size() < settings.epochs()) {
        skipped.add(
            Format.text(
                "batch size %d was timed over %d instead of %d epochs: the time allowed is short",
                sizes.get(i), measurement.epochSeconds().size(), settings.epochs()));
      }
    }
    return new BackendBench(info.backend(), info.device(), info.threads(), measured, skipped);
  }
}
