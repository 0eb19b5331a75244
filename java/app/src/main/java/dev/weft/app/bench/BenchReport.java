package dev.weft.app.bench;

import dev.weft.Versions;
import java.util.List;
import java.util.Map;

/**
 * What {@code weft bench --json} prints.
 *
 * @param synthetic whether the data was drawn by program; speed is the same to within a few percent
 */
public record BenchReport(
    List<Integer> layers,
    String dataSource,
    boolean synthetic,
    List<BackendBench> backends,
    String os,
    String arch,
    int processors,
    Map<String, String> versions,
    String command) {
  /** Of measurements on this machine. */
  public static BenchReport of(
      List<Integer> layers,
      String dataSource,
      boolean synthetic,
      List<BackendBench> backends,
      String command) {
    return new BenchReport(
        layers,
        dataSource,
        synthetic,
        backends,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Versions.read().asMap(),
        command);
  }
}
