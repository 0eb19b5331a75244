package dev.weft.serve.http;

import java.time.Duration;

/**
 * What clients may take of the server. Every queue, buffer and wait has a bound here.
 *
 * @param connections open at the same time; more wait in the system's backlog
 * @param requests in progress at the same time; more are turned away with 503
 * @param bodyBytes of one request; more are refused with 413
 * @param bytesInFlight of all bodies in memory together; more are turned away with 503
 * @param imagePixels width times height of a picture; more are refused with 422
 * @param samples images or rows of one request; more are refused with 422
 * @param queuedSamples waiting to be computed; more are turned away with 503
 * @param batchSamples computed in one call
 * @param headTime for the head of a request, and for a connection between two requests
 * @param bodyTime for a request's body to arrive, else 408
 * @param answerTime for the computation to begin, else 504
 * @param stopTime that requests in progress get when the server stops
 */
public record ServerLimits(
    int connections,
    int requests,
    int bodyBytes,
    long bytesInFlight,
    int imagePixels,
    int samples,
    int queuedSamples,
    int batchSamples,
    Duration headTime,
    Duration bodyTime,
    Duration answerTime,
    Duration stopTime) {
  private static final int MEBIBYTE = 1 << 20;

  /** Fit for one machine's users and a heap of a gigabyte. */
  public static ServerLimits defaults() {
    return new ServerLimits(
        512,
        256,
        10 * MEBIBYTE,
        64L * MEBIBYTE,
        25_000_000,
        256,
        4096,
        1024,
        Duration.ofSeconds(20),
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }
}
