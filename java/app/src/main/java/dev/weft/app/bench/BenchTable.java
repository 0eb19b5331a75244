package dev.weft.app.bench;

import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;

/** Measurements for people. */
public final class BenchTable {
  private BenchTable() {}

  /** A table with a line a measurement, and what was left out. */
  public static List<String> lines(List<BackendBench> benches) {
    List<String> lines = new ArrayList<>();
    for (BackendBench bench : benches) {
      lines.add(bench.backend() + (bench.device().isEmpty() ? "" : ": " + bench.device()));
      if (!bench.measurements().isEmpty()) {
        lines.add(
            Format.text(
                "  %10s %8s %10s %22s %12s %8s",
                "batch size", "steps", "s/epoch", "min..max", "samples/s", "epochs"));
      }
      for (EpochTimes m : bench.measurements()) {
        lines.add(
            Format.text(
                "  %10d %8d %10.4f %22s %12s %8d",
                m.batchSize(),
                m.stepsPerEpoch(),
                m.median(),
                Format.text("%.4f..%.4f", m.min(), m.max()),
                Format.rate(m.samplesPerSecond()),
                m.epochSeconds().size()));
      }
      bench.skipped().forEach(note -> lines.add("  " + note));
      lines.add("");
    }
    lines.remove(lines.size() - 1);
    return lines;
  }
}
