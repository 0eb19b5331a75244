package dev.weft.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * A process, run several times.
 *
 * @param name what it does
 * @param command as it was started
 * @param seconds from the start of the process to its end, or to the event that the name tells
 * @param peakMegabytes the largest resident set in 10^6 bytes; empty where GNU time is not there
 * @param epochs epochs until the event, where it is one of training
 */
record ProcessFigure(
    String name,
    List<String> command,
    Distribution seconds,
    Optional<Distribution> peakMegabytes,
    Optional<Distribution> epochs) {}
