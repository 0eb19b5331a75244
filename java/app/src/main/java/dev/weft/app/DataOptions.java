package dev.weft.app;

import dev.weft.UsageException;
import dev.weft.app.options.FashionOptions;
import dev.weft.data.csv.CsvFormat;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.runs.InputReport;
import dev.weft.runs.input.Loading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which data to use: Fashion-MNIST, any other IDX folder, a table of numbers. */
public final class DataOptions {
  @Mixin private FashionOptions where;

  @Option(
      names = "--dataset",
      paramLabel = "KIND",
      description =
          "fashion-mnist, idx (any other set in IDX files; --data names the folder) or csv (a"
              + " table of numbers; --data names the file). Default: fashion-mnist, or csv where"
              + " --data ends with .csv.")
  private Optional<String> dataset;

  @Option(
      names = "--test-data",
      paramLabel = "FILE",
      description = "A second CSV file, to test on.")
  private Optional<Path> testData;

  @Option(
      names = "--label-column",
      paramLabel = "COLUMN",
      description = "The CSV column with class labels: its name or its number from 1; -1 is last.")
  private Optional<String> labelColumn;

  @Option(
      names = "--target-columns",
      paramLabel = "COLUMN",
      split = ",",
      description = "The CSV columns with the numbers to predict.")
  private List<String> targetColumns = List.of();

  @Option(
      names = "--ignore-columns",
      paramLabel = "COLUMN",
      split = ",",
      description = "CSV columns to leave out; all others are features.")
  private List<String> ignoredColumns = List.of();

  @Option(
      names = "--pixels",
      description = "CSV features are whole numbers from 0 to 255, read as value / 255.")
  private boolean pixels;

  @Option(
      names = "--class-names",
      paramLabel = "NAME",
      split = ",",
      description = "Names of the classes in the order of their labels (idx, csv).")
  private List<String> classNames = List.of();

  /** Whether the data is Fashion-MNIST. */
  public boolean fashion() {
    return kind().equals("fashion-mnist");
  }

  /** Whether the data has numbers to predict. */
  public boolean targets() {
    return !targetColumns.isEmpty();
  }

  /** Whether the data names no classes by itself, so that a model's names may serve. */
  public boolean takesClassNames() {
    return !fashion() && classNames.isEmpty() && targetColumns.isEmpty();
  }

  private String kind() {
    String kind =
        dataset
            .map(text -> text.toLowerCase(Locale.ROOT))
            .orElse(
                where.text().toLowerCase(Locale.ROOT).endsWith(".csv") ? "csv" : "fashion-mnist");
    if (!List.of("fashion-mnist", "idx", "csv").contains(kind)) {
      throw new UsageException(
          "--dataset takes fashion-mnist, idx or csv, not '" + dataset.orElse("") + "'");
    }
    return kind;
  }

  /** These options as they would be typed anywhere on this machine. */
  public InputReport report() {
    String kind = kind();
    boolean place =
        !kind.equals("fashion-mnist") || where.location() instanceof DataLocation.Folder;
    return new InputReport(
        kind,
        place && where.named() ? absolute(Path.of(where.text())) : where.text(),
        testData.map(DataOptions::absolute),
        labelColumn,
        targetColumns,
        ignoredColumns,
        pixels,
        classNames);
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  /** What is to be loaded, checked. */
  public Loading loading() {
    return loading(classNames);
  }

  /**
   * The same with class names of a model.
   *
   * @param names empty to take what the data says
   */
  public Loading loading(List<String> names) {
    String kind = kind();
    boolean csv = kind.equals("csv");
    requireOnly(csv, testData.isPresent(), "--test-data");
    requireOnly(csv, labelColumn.isPresent(), "--label-column");
    requireOnly(csv, !targetColumns.isEmpty(), "--target-columns");
    requireOnly(csv, !ignoredColumns.isEmpty(), "--ignore-columns");
    requireOnly(csv, pixels, "--pixels");
    if (kind.equals("fashion-mnist")) {
      if (!classNames.isEmpty()) {
        throw new UsageException(
            "--class-names: the classes of Fashion-MNIST have names; for other data add --dataset"
                + " idx or --dataset csv");
      }
      return new Loading.Fashion(where.location());
    }
    Path path = named(kind);
    return csv
        ? new Loading.Csv(path, testData.map(DataOptions::existing), format(names))
        : new Loading.Idx(path, names);
  }

  private static void requireOnly(boolean csv, boolean given, String option) {
    if (given && !csv) {
      throw new UsageException(option + " belongs to --dataset csv");
    }
  }

  private Path named(String kind) {
    if (!where.named()) {
      throw new UsageException(
          "--dataset "
              + kind
              + " needs --data with the "
              + (kind.equals("csv") ? "file" : "folder"));
    }
    return existing(UsageException.interpreting(() -> Path.of(where.text())));
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new UsageException(path + " does not exist");
    }
    return path;
  }

  private CsvFormat format(List<String> names) {
    if (labelColumn.isPresent() == !targetColumns.isEmpty()) {
      throw new UsageException(
          "--dataset csv needs either --label-column (classes) or --target-columns (numbers)");
    }
    return UsageException.interpreting(
        () -> {
          CsvFormat format =
              labelColumn
                  .map(CsvFormat::labels)
                  .orElseGet(() -> CsvFormat.targets(targetColumns.toArray(String[]::new)));
          CsvFormat named = names.isEmpty() ? format : format.withClassNames(names);
          CsvFormat chosen = named.ignoring(ignoredColumns.toArray(String[]::new));
          return pixels ? chosen.asPixels() : chosen;
        });
  }
}
