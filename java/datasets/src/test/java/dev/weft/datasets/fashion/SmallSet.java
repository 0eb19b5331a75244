package dev.weft.datasets.fashion;

import dev.weft.data.idx.IdxBytes;
import dev.weft.datasets.fetch.Commands;
import dev.weft.datasets.fetch.FetchLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A set of the shape of Fashion-MNIST, small enough for tests, and a world around it. */
final class SmallSet {
  static final int TRAIN = 400;
  static final int TEST = 100;
  static final FetchLimits LIMITS =
      new FetchLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          4,
          Duration.ofMillis(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60));

  private static final int SIDE = 8;

  private SmallSet() {}

  private static final Map<String, byte[]> RIGHT = contents(1);
  private static final Map<String, byte[]> DIGITS = contents(2);

  static final FashionMnistFiles FILES =
      new FashionMnistFiles(
          file("train-images-idx3-ubyte", List.of(TRAIN, SIDE, SIDE)),
          file("train-labels-idx1-ubyte", List.of(TRAIN)),
          file("t10k-images-idx3-ubyte", List.of(TEST, SIDE, SIDE)),
          file("t10k-labels-idx1-ubyte", List.of(TEST)));

  private static Map<String, byte[]> contents(long seed) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    contents.put(
        "train-images-idx3-ubyte",
        IdxBytes.idx(IdxBytes.random(seed, TRAIN * SIDE * SIDE), TRAIN, SIDE, SIDE));
    contents.put("train-labels-idx1-ubyte", labels(seed, TRAIN));
    contents.put(
        "t10k-images-idx3-ubyte",
        IdxBytes.idx(IdxBytes.random(seed + 10, TEST * SIDE * SIDE), TEST, SIDE, SIDE));
    contents.put("t10k-labels-idx1-ubyte", labels(seed, TEST));
    return contents;
  }

  private static byte[] labels(long seed, int count) {
    byte[] labels = IdxBytes.labels(count);
    labels[0] = (byte) seed;
    return IdxBytes.idx(labels, count);
  }

  private static FashionMnistFile file(String name, List<Integer> dimensions) {
    return new FashionMnistFile(
        name, dimensions, IdxBytes.sha256(RIGHT.get(name)), IdxBytes.sha256(DIGITS.get(name)));
  }

  /** The right inflated bytes of a file. */
  static byte[] right(String name) {
    return RIGHT.get(name);
  }

  /** Other bytes in the same format, which are known as digits. */
  static byte[] digits(String name) {
    return DIGITS.get(name);
  }

  /** Writes the four right files, gzipped. */
  static void write(Path folder) {
    RIGHT.forEach(
        (name, bytes) -> IdxBytes.write(folder.resolve(name + ".gz"), IdxBytes.gzip(bytes)));
  }

  /** A world below one folder: nothing is installed, and no program is there. */
  static DataEnvironment environment(Path folder, URI... mirrors) {
    return new DataEnvironment(
        FILES,
        List.of(folder.resolve("project"), folder.resolve("elsewhere")),
        folder.resolve("system"),
        folder.resolve("keras"),
        List.of(mirrors),
        LIMITS,
        new NoCommands());
  }

  static DataEnvironment with(DataEnvironment old, FetchLimits limits, Commands commands) {
    return new DataEnvironment(
        old.files(),
        old.roots(),
        old.systemFolder(),
        old.kerasHome(),
        old.mirrors(),
        limits,
        commands);
  }

  private static final class NoCommands implements Commands {
    @Override
    public boolean exists(String program) {
      return false;
    }

    @Override
    public Result run(Path folder, List<String> command, Duration limit) {
      throw new AssertionError("nothing is to be run");
    }
  }
}
