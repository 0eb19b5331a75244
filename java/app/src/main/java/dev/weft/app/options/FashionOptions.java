package dev.weft.app.options;

import dev.weft.datasets.fashion.DataLocation;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Loading;
import picocli.CommandLine.Option;

/** Where Fashion-MNIST comes from. */
public final class FashionOptions {
  @Option(
      names = "--data",
      paramLabel = "WHERE",
      defaultValue = DataSpec.USUAL_PLACES,
      description =
          "A folder with the data, or synthetic[:SEED] for garments drawn by program. Default:"
              + " the usual places, then the network.")
  private String data;

  @Option(names = "--offline", description = "Fetch nothing from a network.")
  private boolean offline;

  /** What {@code --data} says, as it was typed. */
  public String text() {
    return data;
  }

  /** Whether the network is not to be used. */
  public boolean offline() {
    return offline;
  }

  /** Whether a place was named. */
  public boolean named() {
    return !data.equals(DataSpec.USUAL_PLACES);
  }

  /** The place, checked. */
  public DataLocation location() {
    return Loading.fashion(data, offline).where();
  }
}
