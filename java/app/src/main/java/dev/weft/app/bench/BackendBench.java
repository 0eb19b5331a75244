package dev.weft.app.bench;

import java.util.List;

/**
 * The measurements of one backend.
 *
 * @param skipped what was left out, and why, in words
 */
public record BackendBench(
    String backend,
    String device,
    int threads,
    List<EpochTimes> measurements,
    List<String> skipped) {
  public BackendBench {
    measurements = List.copyOf(measurements);
    skipped = List.copyOf(skipped);
  }
}
