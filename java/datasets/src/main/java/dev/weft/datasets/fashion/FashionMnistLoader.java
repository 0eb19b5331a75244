package dev.weft.datasets.fashion;

import dev.weft.DataException;
import dev.weft.datasets.fetch.DataListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds Fashion-MNIST, or has it fetched. */
final class FashionMnistLoader {
  private final DataEnvironment environment;
  private final DataListener listener;
  private final Attempts attempts = new Attempts();

  FashionMnistLoader(DataEnvironment environment, DataListener listener) {
    this.environment = environment;
    this.listener = listener;
  }

  FashionMnist load(DataLocation where) {
    if (where instanceof DataLocation.Synthetic synthetic) {
      FashionMnist drawn = new SyntheticGarments(synthetic.seed()).draw();
      listener.info(drawn.source().description());
      return drawn;
    }
    if (where instanceof DataLocation.Folder folder) {
      return asked(folder.path());
    }
    return searched(((DataLocation.Search) where).network());
  }

  /** The first folder that has all four files. */
  Optional<Path> find(DataLocation where) {
    if (where instanceof DataLocation.Synthetic) {
      return Optional.empty();
    }
    List<Path> places =
        where instanceof DataLocation.Folder folder ? within(folder.path()) : environment.places();
    return places.stream().filter(place -> folder(place).absence().isEmpty()).findFirst();
  }

  /** A folder that was asked for, and where torchvision puts the files below it. */
  private static List<Path> within(Path path) {
    return List.of(path, path.resolve("raw"), path.resolve("FashionMNIST/raw"));
  }

  /** The folder that was asked for is used, or the reason why not is an error. */
  private FashionMnist asked(Path path) {
    for (Path candidate : within(path)) {
      FashionMnistFolder folder = folder(candidate);
      if (!folder.isEmpty()) {
        return read(folder);
      }
    }
    throw new DataException(
        "there is no Fashion-MNIST in "
            + path
            + ": "
            + folder(path).absence()
            + ". Name the folder of the four files, or leave the folder out to have them found or"
            + " fetched.");
  }

  private FashionMnist searched(boolean network) {
    for (Path place : environment.places()) {
      FashionMnistFolder folder = folder(place);
      String absence = folder.absence();
      if (!absence.isEmpty()) {
        attempts.failed(place.toString(), absence);
        continue;
      }
      try {
        return read(folder);
      } catch (DataException e) {
        attempts.failed(place.toString(), e.getMessage());
        listener.warning("passed over a damaged copy of Fashion-MNIST: " + e.getMessage());
      }
    }
    if (!network) {
      attempts.failed("the network", "not tried: it was not to be used");
      throw attempts.exhausted(environment.destination());
    }
    new FashionMnistFetch(environment, listener, attempts).fetch();
    return read(folder(environment.destination()));
  }

  private FashionMnistFolder folder(Path path) {
    return new FashionMnistFolder(path, environment.files());
  }

  private FashionMnist read(FashionMnistFolder folder) {
    FashionMnist data = folder.read();
    listener.info(data.source().description() + ", hashes verified");
    return data;
  }
}
