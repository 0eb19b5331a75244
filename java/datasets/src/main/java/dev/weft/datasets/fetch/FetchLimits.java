package dev.weft.datasets.fetch;

import java.time.Duration;

/**
 * How long to wait for what is outside this machine.
 *
 * @param connect for a connection
 * @param silence for the next byte
 * @param tries how often a transfer that broke off is continued
 * @param pause before it is continued
 * @param lock for another process that is fetching the same files
 * @param command for a command such as apt-get
 */
public record FetchLimits(
    Duration connect,
    Duration silence,
    int tries,
    Duration pause,
    Duration lock,
    Duration command) {
  public static final FetchLimits DEFAULT =
      new FetchLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          4,
          Duration.ofSeconds(1),
          Duration.ofMinutes(30),
          Duration.ofMinutes(10));
}
