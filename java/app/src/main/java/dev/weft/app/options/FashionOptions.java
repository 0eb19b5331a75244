package dev.weft.app.options;

import dev.weft.UsageException;
import dev.weft.datasets.fashion.DataLocation;
import java.nio.file.Files;
import picocli.CommandLine.Option;

/** Where Fashion-MNIST comes from. */
public final class FashionOptions {
  @Option(
      names = "--data",
      paramLabel = "WHERE",
      defaultValue = "default",
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
    return !data.equals("default");
  }

  /** The place, checked. */
  public DataLocation location() {
    DataLocation where = UsageException.interpreting(() -> DataLocation.parse(data));
    if (where instanceof DataLocation.Folder folder && !Files.exists(folder.path())) {
      throw new UsageException(
          "--data "
              + data
              + " does not exist: name a folder, or leave --data out to search the"
              + " usual places");
    }
    return offline ? where.withoutNetwork() : where;
  }
}
