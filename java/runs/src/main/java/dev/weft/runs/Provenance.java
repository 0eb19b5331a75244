package dev.weft.runs;

import dev.weft.Versions;
import dev.weft.backend.DeviceInfo;
import dev.weft.data.Source;
import dev.weft.train.TrainingSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where figures come from: enough to make them again.
 *
 * @param dataHash one hash over the data set
 * @param configuration how each model was trained, by the name that results give it
 * @param device what was computed on, in words
 * @param properties further facts about the device
 * @param gitCommit the revision of the checkout that ran, where there is one; {@code -dirty} with
 *     changes
 */
public record Provenance(
    long seed,
    String dataHash,
    String dataSource,
    boolean synthetic,
    Map<String, TrainingSpec> configuration,
    String backend,
    String device,
    int threads,
    Map<String, String> properties,
    Map<String, String> versions,
    String os,
    String arch,
    int processors,
    Optional<String> gitCommit,
    String command,
    String started,
    double durationSeconds) {
  /**
   * What is known when a run starts.
   *
   * @param command that started it
   * @param source of its data
   * @param device that it computes on
   */
  public record Start(String command, StartTime time, Source source, DeviceInfo device) {}

  /**
   * Of a run that ends now.
   *
   * @param configuration how each model is trained, by the name that results give it
   */
  public static Provenance of(Start start, long seed, Map<String, TrainingSpec> configuration) {
    Source source = start.source();
    DeviceInfo device = start.device();
    return new Provenance(
        seed,
        source.sha256(),
        source.description(),
        source.synthetic(),
        Collections.unmodifiableMap(new LinkedHashMap<>(configuration)),
        device.backend(),
        device.device(),
        device.threads(),
        device.properties(),
        Versions.read().asMap(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        GitCommit.ofProcess(),
        start.command(),
        start.time().time().toString(),
        start.time().seconds());
  }
}
