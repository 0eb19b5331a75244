package dev.weft.app.models;

import dev.weft.DataException;
import dev.weft.app.console.Console;
import dev.weft.data.ColumnNames;
import dev.weft.data.Dataset;
import dev.weft.data.FeatureScale;
import dev.weft.datasets.fetch.DataListener;
import dev.weft.model.ModelMetadata;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Samples;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Whether data is read as it was when a model was trained: as pixels, or as the numbers are. */
public final class FeatureReading {
  private FeatureReading() {}

  /**
   * What to say where a model meets features that are read in another way than those that it was
   * trained on; empty where they are not, or nothing is known of those.
   *
   * @param model the name of its file
   * @param now how features are read
   * @param who reads them so
   */
  public static Optional<String> misfit(
      String model, Optional<FeatureScale> trained, FeatureScale now, String who) {
    if (trained.isEmpty() || trained.get() == now) {
      return Optional.empty();
    }
    return Optional.of(
        now == FeatureScale.PIXELS
            ? model
                + " was trained on numbers as they are (without --pixels), and "
                + who
                + " read as value / 255: that fits only where those were between 0 and 1"
            : model
                + " was trained on pixels, read as value / 255, and "
                + who
                + " read as they are: that fits only where they are between 0 and 1");
  }

  /** The same of a model's file. */
  public static Optional<String> misfit(
      String model, ModelMetadata metadata, FeatureScale now, String who) {
    return misfit(model, metadata.featureScale(), now, who);
  }

  /**
   * Loads data for a model. A table of pixels is read as such where the model was trained on
   * pixels, whether or not that is said again.
   *
   * @param columns of the model
   */
  static Samples load(
      DataSpec named,
      boolean offline,
      ColumnNames columns,
      Optional<FeatureScale> trained,
      Console console) {
    DataListener listener = console.dataListener();
    if (named.isPlainTable() && trained.filter(FeatureScale.PIXELS::equals).isPresent()) {
      try {
        Samples pixels = named.asPixels().loading(offline, columns).load(listener);
        if (isBright(pixels.test().orElse(pixels.train()))) {
          console.log("features are read as value / 255, as those that the model was trained on");
          return pixels;
        }
      } catch (DataException e) {
        // Not a table of pixels, or none that can be read, which is said below.
        return named.loading(offline, columns).load(listener);
      }
    }
    return named.loading(offline, columns).load(listener);
  }

  /** Whether there is more than 0 and 1, which pixels are where they were scaled already. */
  private static boolean isBright(Dataset data) {
    ByteBuffer pixels = data.pixels();
    while (pixels.hasRemaining()) {
      if ((pixels.get() & 0xff) > 1) {
        return true;
      }
    }
    return false;
  }
}
