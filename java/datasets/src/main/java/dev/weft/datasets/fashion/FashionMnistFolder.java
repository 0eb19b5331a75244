package dev.weft.datasets.fashion;

import dev.weft.DataException;
import dev.weft.data.Dataset;
import dev.weft.data.Source;
import dev.weft.data.idx.IdxDataset;
import dev.weft.data.idx.IdxFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A folder that may hold the four files. */
record FashionMnistFolder(Path path, FashionMnistFiles files) {
  /** The files that are not there, under either name. */
  List<FashionMnistFile> missing() {
    List<FashionMnistFile> missing = new ArrayList<>();
    for (FashionMnistFile file : files.all()) {
      if (file.in(path).isEmpty()) {
        missing.add(file);
      }
    }
    return missing;
  }

  /** Whether none of the files is there. */
  boolean isEmpty() {
    return missing().size() == files.all().size();
  }

  /** Why there is nothing to read here, or an empty text where all four files are there. */
  String absence() {
    if (!Files.exists(path)) {
      return "there is no such folder";
    }
    if (!Files.isDirectory(path)) {
      return "it is not a folder";
    }
    List<FashionMnistFile> missing = missing();
    if (missing.isEmpty()) {
      return "";
    }
    return "it has no "
        + missing.stream().map(FashionMnistFile::fileName).collect(Collectors.joining(", "))
        + " (nor with .gz)";
  }

  /**
   * Reads and checks all four files.
   *
   * @throws DataException where one is missing, damaged or holds something else
   */
  FashionMnist read() {
    String absence = absence();
    if (!absence.isEmpty()) {
      throw new DataException(path + ": " + absence);
    }
    return new FashionMnist(
        dataset(files.trainImages(), files.trainLabels()),
        dataset(files.testImages(), files.testLabels()),
        new Source("Fashion-MNIST from " + path, DataFile.hashOf(files.descriptions()), false));
  }

  private Dataset dataset(FashionMnistFile images, FashionMnistFile labels) {
    return IdxDataset.of(read(images), read(labels), FashionMnist.CLASS_NAMES);
  }

  private IdxFile read(FashionMnistFile file) {
    return file.read(file.in(path).orElseThrow());
  }
}
