package dev.weft.runs.input;

import dev.weft.UsageException;
import dev.weft.data.ColumnNames;
import dev.weft.data.csv.CsvFormat;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.train.SpecException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run reads, in the words of the options that name it.
 *
 * @param dataset {@code fashion-mnist}, {@code idx} (any other set in IDX files) or {@code csv}
 * @param data the place: a folder, a file, {@code synthetic[:SEED]}, or {@link #USUAL_PLACES}
 * @param testData a second CSV file, to test on
 * @param labelColumn the CSV column with class labels
 * @param targetColumns the CSV columns with the numbers to predict
 * @param ignoreColumns CSV columns to leave out
 * @param pixels whether CSV features are whole numbers from 0 to 255
 * @param classNames names of the classes in the order of their labels; empty for what the data says
 */
public record DataSpec(
    String dataset,
    String data,
    Optional<String> testData,
    Optional<String> labelColumn,
    List<String> targetColumns,
    List<String> ignoreColumns,
    boolean pixels,
    List<String> classNames) {
  /** The place of Fashion-MNIST where none is named. */
  public static final String USUAL_PLACES = "default";

  private static final List<String> KINDS = List.of("fashion-mnist", "idx", "csv");

  /**
   * Checks what can be known before anything is read.
   *
   * @throws SpecException where the parts do not go together
   */
  public DataSpec {
    targetColumns = List.copyOf(targetColumns);
    ignoreColumns = List.copyOf(ignoreColumns);
    classNames = List.copyOf(classNames);
    if (!KINDS.contains(dataset)) {
      throw new SpecException("{dataset} takes fashion-mnist, idx or csv, not '" + dataset + "'");
    }
  }

  /** Fashion-MNIST at a place. */
  public static DataSpec fashion(String data) {
    return new DataSpec(
        "fashion-mnist",
        data,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        false,
        List.of());
  }

  /** Whether the data is Fashion-MNIST. */
  public boolean isFashion() {
    return dataset.equals("fashion-mnist");
  }

  /** Whether the data has numbers to predict. */
  public boolean hasTargets() {
    return !targetColumns.isEmpty();
  }

  /** Whether the data names no classes by itself, so that a model's names may serve. */
  public boolean takesClassNames() {
    return !isFashion() && classNames.isEmpty() && targetColumns.isEmpty();
  }

  /** The same with class names of a model. */
  public DataSpec withClassNames(List<String> names) {
    return new DataSpec(
        dataset, data, testData, labelColumn, targetColumns, ignoreColumns, pixels, names);
  }

  /** Whether the data is a table whose features are taken as they are. */
  public boolean isPlainTable() {
    return dataset.equals("csv") && !pixels;
  }

  /** The same with the features of a table taken as pixels. */
  public DataSpec asPixels() {
    return new DataSpec(
        dataset, data, testData, labelColumn, targetColumns, ignoreColumns, true, classNames);
  }

  /** The same as it would be typed anywhere on this machine. */
  public DataSpec absolute() {
    boolean place =
        !isFashion()
            || UsageException.interpreting(() -> DataLocation.parse(data))
                instanceof DataLocation.Folder;
    return new DataSpec(
        dataset,
        place && !data.equals(USUAL_PLACES) ? absolute(data) : data,
        testData.map(DataSpec::absolute),
        labelColumn,
        targetColumns,
        ignoreColumns,
        pixels,
        classNames);
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  /**
   * What is to be loaded.
   *
   * @param offline whether nothing is fetched from a network
   * @throws SpecException where the parts do not go together
   * @throws UsageException where they name nothing that is there
   */
  public Loading loading(boolean offline) {
    return loading(offline, ColumnNames.none());
  }

  /**
   * The same with the columns of a table in the order of a model's.
   *
   * @param columns of the model
   */
  public Loading loading(boolean offline, ColumnNames columns) {
    boolean csv = dataset.equals("csv");
    requireCsv(csv, testData.isPresent(), "test_data");
    requireCsv(csv, labelColumn.isPresent(), "label_column");
    requireCsv(csv, !targetColumns.isEmpty(), "target_columns");
    requireCsv(csv, !ignoreColumns.isEmpty(), "ignore_columns");
    requireCsv(csv, pixels, "pixels");
    if (isFashion()) {
      if (!classNames.isEmpty()) {
        throw new SpecException(
            "{class_names}: the classes of Fashion-MNIST have names; for other data add {dataset}"
                + " idx or {dataset} csv");
      }
      return Loading.fashion(data, offline);
    }
    Path path = named(csv);
    return csv
        ? new Loading.Csv(path, testData.map(DataSpec::existing), format(columns))
        : new Loading.Idx(path, classNames);
  }

  private static void requireCsv(boolean csv, boolean given, String field) {
    if (given && !csv) {
      throw new SpecException("{" + field + "} belongs to {dataset} csv");
    }
  }

  private Path named(boolean csv) {
    if (data.equals(USUAL_PLACES)) {
      throw new SpecException(
          "{dataset} " + dataset + " needs {data} with the " + (csv ? "file" : "folder"));
    }
    return existing(data);
  }

  private static Path existing(String name) {
    Path path = UsageException.interpreting(() -> Path.of(name));
    if (!Files.exists(path)) {
      throw new UsageException(path + " does not exist");
    }
    return path;
  }

  private CsvFormat format(ColumnNames columns) {
    if (labelColumn.isPresent() == !targetColumns.isEmpty()) {
      throw new SpecException(
          "{dataset} csv needs either {label_column} (classes) or {target_columns} (numbers)");
    }
    return UsageException.interpreting(
        () -> {
          CsvFormat format =
              labelColumn
                  .map(CsvFormat::labels)
                  .orElseGet(() -> CsvFormat.targets(targetColumns.toArray(String[]::new)));
          CsvFormat named = classNames.isEmpty() ? format : format.withClassNames(classNames);
          CsvFormat chosen =
              named.ignoring(ignoreColumns.toArray(String[]::new)).withColumnNames(columns);
          return pixels ? chosen.asPixels() : chosen;
        });
  }
}
