package dev.weft.serve;

import dev.weft.serve.http.ServerLimits;
import java.time.Duration;

/** The usual limits with some of them small. */
final class SmallLimits {
  private static final ServerLimits USUAL = ServerLimits.defaults();

  private SmallLimits() {}

  static ServerLimits queue(int queuedSamples, int batchSamples) {
    return new ServerLimits(
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

  static ServerLimits requests(int requests, int bodyBytes, long bytesInFlight) {
    return new ServerLimits(
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

  static ServerLimits times(Duration head, Duration body) {
    return new ServerLimits(
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
