package dev.weft.datasets.fashion;

import dev.weft.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was tried to get the data, and why it failed: the text of the error in the end. */
final class Attempts {
  private final List<String> failures = new ArrayList<>();

  void failed(String what, String reason) {
    // A reason that names the place already need not do so twice.
    failures.add(reason.startsWith(what) ? reason : what + ": " + reason);
  }

  DataException exhausted(Path destination) {
    return new DataException(
        "Fashion-MNIST cannot be had. Tried:\n  - "
            + String.join("\n  - ", failures)
            + "\nWhat to do: connect to the network and try again; or put the four files ("
            + String.join(", ", FashionMnist.files().stream().map(DataFile::name).toList())
            + ", each with or without .gz) into "
            + destination
            + "; or install Debian's package dataset-fashion-mnist; or name their folder with"
            + " --data FOLDER; or use the drawn garments with --data synthetic.");
  }
}
