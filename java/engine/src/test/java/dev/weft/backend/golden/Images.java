package dev.weft.backend.golden;

import dev.weft.DataException;
import dev.weft.data.LabelMapping;
import dev.weft.data.TrainTest;
import dev.weft.data.idx.IdxDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The real images, read once for all tests, where this machine has them; never fetched. */
final class Images {
  /** Clothing against footwear and bags, as in the trajectories called binary. */
  static final LabelMapping CLOTHING =
      new LabelMapping(
          List.of(1, 1, 1, 1, 1, 0, 1, 0, 0, 0), List.of("footwear and bags", "clothing"));

  private static final List<Path> PLACES =
      List.of(
          Path.of(System.getProperty("weft.home", ".")).resolve("data/fashion-mnist"),
          Path.of("/usr/share/datasets/fashion-mnist"));

  private static TrainTest loaded;

  private Images() {}

  /** Aborts the calling test where the data set is not on this machine. */
  static synchronized TrainTest load() {
    if (loaded == null) {
      Path folder =
          PLACES.stream()
              .filter(Files::isDirectory)
              .findFirst()
              .orElseGet(() -> Assumptions.abort("Fashion-MNIST is in none of " + PLACES));
      try {
        loaded = IdxDataset.readFolder(folder);
      } catch (DataException e) {
        Assumptions.abort("Fashion-MNIST cannot be read: " + e.getMessage());
      }
    }
    return loaded;
  }
}
