package dev.weft.backend.golden;

import dev.weft.DataException;
import dev.weft.data.DataListener;
import dev.weft.data.DataLocation;
import dev.weft.data.FashionMnist;
import org.junit.jupiter.api.Assumptions;

/** The real images, read once for all tests, where this machine has them; never fetched. */
final class Images {
  private static FashionMnist loaded;

  private Images() {}

  /** Aborts the calling test where the data set is not on this machine. */
  static synchronized FashionMnist load() {
    if (loaded == null) {
      try {
        loaded = FashionMnist.load(DataLocation.search().withoutNetwork(), DataListener.silent());
      } catch (DataException e) {
        Assumptions.abort("Fashion-MNIST is not on this machine: " + e.getMessage());
      }
    }
    return loaded;
  }
}
