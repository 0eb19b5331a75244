package dev.weft.serve;

import java.time.Duration;

/** The usual limits with some of them small. */
final class SmallLimits {
  private static final Limits USUAL = Limits.defaults();

  private SmallLimits() {}

  static Limits queue(int queuedSamples, int batchSamples) {
    return new Limits(
        USUAL.connections(),
        USUAL.requests(),
        USUAL.bodyBytes(),
        USUAL.bytesInFlight(),
        USUAL.imagePixels(),
        USUAL.samples(),
        queuedSamples,
        batchSamples,
        USUAL.headTime(),
        USUAL.bodyTime(),
        USUAL.answerTime(),
        USUAL.stopTime());
  }

  static Limits requests(int requests, int bodyBytes, long bytesInFlight) {
    return new Limits(
        USUAL.connections(),
        requests,
        bodyBytes,
        bytesInFlight,
        10_000,
        4,
        USUAL.queuedSamples(),
        USUAL.batchSamples(),
        USUAL.headTime(),
        USUAL.bodyTime(),
        USUAL.answerTime(),
        USUAL.stopTime());
  }

  static Limits times(Duration head, Duration body) {
    return new Limits(
        USUAL.connections(),
        USUAL.requests(),
        USUAL.bodyBytes(),
        USUAL.bytesInFlight(),
        USUAL.imagePixels(),
        USUAL.samples(),
        USUAL.queuedSamples(),
        USUAL.batchSamples(),
        head,
        body,
        USUAL.answerTime(),
        USUAL.stopTime());
  }
}
