package dev.weft.runs;

import dev.weft.Versions;
import dev.weft.backend.DeviceInfo;
import dev.weft.data.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Where figures come from: enough to make them again.
 *
 * @param dataHash one hash over the data set
 * @param configuration by model or as the command names it
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
    Map<String, PlanReport> configuration,
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
  /** Of a run that started at {@code started} and ends now. */
  public static Provenance of(
      long seed,
      Source source,
      Map<String, PlanReport> configuration,
      DeviceInfo device,
      String command,
      Instant started) {
    return new Provenance(
        seed,
        source.sha256(),
        source.description(),
        source.synthetic(),
        configuration,
        device.backend(),
        device.device(),
        device.threads(),
        device.properties(),
        Versions.read().asMap(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        GitCommit.ofProcess(),
        command,
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1e3);
  }
}
