package dev.weft.runs.input;

import dev.weft.UsageException;
import dev.weft.data.Dataset;
import dev.weft.data.DatasetHash;
import dev.weft.data.ImageSize;
import dev.weft.data.Source;
import dev.weft.data.TrainTest;
import dev.weft.data.csv.CsvDataset;
import dev.weft.data.csv.CsvFormat;
import dev.weft.data.idx.IdxDataset;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fetch.DataListener;
import dev.weft.train.SpecException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Data that can be loaded: what the options say, checked, before anything is read. */
public sealed interface Loading {
  /**
   * Loads.
   *
   * @throws dev.weft.DataException where data is missing or damaged
   */
  Samples load(DataListener listener);

  /**
   * Fashion-MNIST.
   *
   * @param data a folder, {@code synthetic[:SEED]} or {@link DataSpec#USUAL_PLACES}
   * @param offline whether nothing is fetched from a network
   * @throws SpecException where the place is not there
   * @throws UsageException where the text names none
   */
  static Fashion fashion(String data, boolean offline) {
    DataLocation where = UsageException.interpreting(() -> DataLocation.parse(data));
    if (where instanceof DataLocation.Folder folder && !Files.exists(folder.path())) {
      throw new SpecException(
          "{data} "
              + data
              + " does not exist: name a folder, or leave {data} out to search the"
              + " usual places");
    }
    return new Fashion(offline ? where.withoutNetwork() : where);
  }

  /** Fashion-MNIST or the procedural set in its place. */
  record Fashion(DataLocation where) implements Loading {
    @Override
    public Samples load(DataListener listener) {
      return Samples.of(FashionMnist.load(where, listener));
    }
  }

  /**
   * A folder with the training and test pair of any IDX set.
   *
   * @param folder or, where several sets lie in one, a file of the set that is meant
   * @param classNames empty for numbers
   */
  record Idx(Path folder, List<String> classNames) implements Loading {
    @Override
    public Samples load(DataListener listener) {
      TrainTest sets =
          classNames.isEmpty()
              ? IdxDataset.readFolder(folder)
              : IdxDataset.readFolder(folder, classNames);
      return read(
          "IDX files of " + folder,
          sets.train(),
          Optional.of(sets.test()),
          ImageSize.of(sets.sampleDimensions()));
    }
  }

  /** A table of numbers, and another one to test on where there is such. */
  record Csv(Path train, Optional<Path> test, CsvFormat format) implements Loading {
    @Override
    public Samples load(DataListener listener) {
      Dataset first = CsvDataset.read(train, format);
      // Labels and columns mean the same in both files only where both go by the same names.
      CsvFormat same = first.hasLabels() ? format.withClassNames(first.classNames()) : format;
      CsvFormat alike = same.withColumnNames(first.columnNames());
      return read(
          "CSV file " + train,
          first,
          test.map(file -> CsvDataset.read(file, alike)),
          Optional.empty());
    }
  }

  private static Samples read(
      String description, Dataset train, Optional<Dataset> test, Optional<ImageSize> images) {
    List<Dataset> sets = new ArrayList<>(List.of(train));
    test.ifPresent(sets::add);
    return new Samples(
        train, test, new Source(description, DatasetHash.of(sets), false), false, images);
  }
}
