package dev.weft.benchmarks;

import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fetch.DataListener;

/**
 * The data of every benchmark: Fashion-MNIST, or the procedural set where {@link #PROPERTY} asks
 * for it. There is no silent fallback: figures on other data must have been wanted.
 */
final class BenchmarkData {
  /** A folder, {@code default} or {@code synthetic}; handed on to the JVMs that JMH forks. */
  static final String PROPERTY = "weft.benchmarks.data";

  private BenchmarkData() {}

  /** Where the data comes from; nothing is fetched while a benchmark runs. */
  static DataLocation location() {
    return DataLocation.parse(System.getProperty(PROPERTY, "default")).withoutNetwork();
  }

  /**
   * Loads and verifies it.
   *
   * @throws dev.weft.DataException where it is not on this machine
   */
  static FashionMnist load() {
    return FashionMnist.load(location(), DataListener.silent());
  }
}
