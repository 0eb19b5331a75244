package dev.weft.app;

import dev.weft.Versions;
import dev.weft.WeftException;
import dev.weft.backend.Availability;
import dev.weft.backend.Backend;
import dev.weft.backend.Backends;
import dev.weft.backend.DeviceInfo;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.text.Format;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code weft info --json} prints.
 *
 * @param data the folder of the data, which is not read here, or what to do where there is none
 */
public record InfoReport(
    Map<String, String> versions,
    String os,
    String arch,
    int processors,
    String jvm,
    long maxHeapBytes,
    List<BackendReport> backends,
    boolean dataFound,
    String data) {
  /**
   * One backend.
   *
   * @param detail what it computes on, or why it cannot be had
   * @param properties instruction set, BLAS and so on
   */
  public record BackendReport(
      String name, boolean available, String detail, int threads, Map<String, String> properties) {
    private static BackendReport of(Backend backend) {
      Availability availability = backend.availability();
      if (!availability.available()) {
        return new BackendReport(backend.name(), false, availability.detail(), 0, Map.of());
      }
      try {
        DeviceInfo info = backend.describe();
        return new BackendReport(
            backend.name(), true, info.device(), info.threads(), info.properties());
      } catch (WeftException e) {
        return new BackendReport(backend.name(), false, e.getMessage(), 0, Map.of());
      }
    }
  }

  /** Looks around; opens backends for a moment, where that is quick. */
  public static InfoReport gather(DataLocation where) {
    Optional<Path> folder = FashionMnist.find(where);
    String data = folder.map(Path::toString).orElse("weft data fetches it");
    return new InfoReport(
        Versions.read().asMap(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        Runtime.getRuntime().maxMemory(),
        Backends.all().stream().map(BackendReport::of).toList(),
        folder.isPresent(),
        data);
  }

  /** The same for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    versions.forEach((name, version) -> lines.add(line(name, version)));
    lines.add(line("platform", os + ", " + arch + ", " + processors + " processors"));
    lines.add(line("JVM", jvm + Format.text(", heap up to %d MB", maxHeapBytes >> 20)));
    for (BackendReport backend : backends) {
      String state = backend.available() ? backend.detail() : "not available: " + backend.detail();
      lines.add(line("backend " + backend.name(), state));
      backend.properties().forEach((name, value) -> lines.add(line("", name + ": " + value)));
    }
    lines.add(line("data", dataFound ? "Fashion-MNIST in " + data : "not found: " + data));
    return lines;
  }

  private static String line(String name, String value) {
    return Format.text("%-14s %s", name, value).stripTrailing();
  }
}
