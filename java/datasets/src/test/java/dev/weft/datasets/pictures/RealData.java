package dev.weft.datasets.pictures;

import dev.weft.DataException;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fetch.DataListener;
import org.junit.jupiter.api.Assumptions;

/** The real data set for tests, where this machine has it; nothing is fetched. */
public final class RealData {
  private RealData() {}

  /**
   * Loads it. Where it is not here, the test that asks is skipped, but fails in CI, which installs
   * it.
   */
  public static FashionMnist load() {
    try {
      return FashionMnist.load(DataLocation.search().withoutNetwork(), DataListener.silent());
    } catch (DataException e) {
      Assumptions.assumeTrue(System.getenv("CI") != null, e.getMessage());
      throw e;
    }
  }
}
