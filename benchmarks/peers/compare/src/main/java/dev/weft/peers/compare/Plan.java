package dev.weft.peers.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the command line asks for.
 *
 * @param only keys of the contestants to run; empty for all
 * @param results folder to write to
 */
record Plan(boolean quick, int rounds, Set<String> only, Path results) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * From {@code [--quick] [--rounds N] [--only KEY,KEY] [--results FOLDER]}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Plan of(String[] arguments, Path results, Set<String> keys) {
    boolean quick = List.of(arguments).contains("--quick");
    int rounds = quick ? 1 : 2;
    Set<String> only = new TreeSet<>();
    Path folder = results;
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      switch (name) {
        case "--quick" -> {}
        case "--rounds" -> rounds = positive(name, value(arguments, ++i));
        case "--only" -> only.addAll(Arrays.asList(value(arguments, ++i).split(",")));
        case "--results" -> folder = Path.of(value(arguments, ++i));
        default ->
            throw new IllegalArgumentException(
                name + " is not one of --quick, --rounds N, --only KEY,KEY, --results FOLDER");
      }
    }
    if (!keys.containsAll(only)) {
      throw new IllegalArgumentException("--only takes some of " + keys + ", not all of " + only);
    }
    return new Plan(quick, rounds, only, folder);
  }

  private static String value(String[] arguments, int at) {
    if (at >= arguments.length) {
      throw new IllegalArgumentException(arguments[at - 1] + " needs a value");
    }
    return arguments[at];
  }

  private static int positive(String name, String value) {
    if (!value.matches("[1-9][0-9]?")) {
      throw new IllegalArgumentException(name + " takes a number from 1 to 99, not " + value);
    }
    return Integer.parseInt(value);
  }

  boolean includes(Contestant contestant) {
    return only.isEmpty() || only.contains(contestant.key());
  }

  /** The arguments of one process: the first round trains for ten epochs at batch 32 as well. */
  List<String> arguments(Contestant contestant, Path data, int round) {
    return List.of(
        "data=" + data,
        "form=" + contestant.form(),
        "threads=" + contestant.threads(),
        "batches=" + (quick ? "32,1024" : "32,128,1024,8192,1"),
        "one=" + contestant.oneSamples(),
        "most=5",
        "least=2",
        "seconds=" + (quick ? 0.3 : 1),
        "accuracy=" + (!quick && round == 1));
  }

  int peakRepeats() {
    return quick ? 2 : 5;
  }

  Duration limit() {
    return LIMIT;
  }
}
