package dev.weft.app.options;

import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Loading;
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
          "fashion-mnist, idx (any other set in IDX files; --data names the folder, or one file of"
              + " the set where the folder has several) or csv (a table of numbers; --data names the"
              + " file). Default: fashion-mnist, or csv where --data ends with .csv.")
  private Optional<String> dataset;

  @Option(
      names = "--test-data",
      paramLabel = "FILE",
      description = "A second CSV file, to test on.")
  private Optional<String> testData;

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

  /**
   * What is named.
   *
   * @throws dev.weft.UsageException where the kind is none that there is
   */
  public DataSpec spec() {
    return new DataSpec(
        dataset
            .map(text -> text.toLowerCase(Locale.ROOT))
            .orElse(isCsv() ? "csv" : "fashion-mnist"),
        where.text(),
        testData,
        labelColumn,
        targetColumns,
        ignoredColumns,
        pixels,
        classNames);
  }

  /**
   * What is named, and the rest as an earlier run had it.
   *
   * @throws dev.weft.UsageException where the kind is none that there is
   */
  public DataSpec over(DataSpec earlier) {
    DataSpec now = spec();
    boolean csv = where.named() && isCsv();
    return new DataSpec(
        dataset.isPresent() || csv ? now.dataset() : earlier.dataset(),
        where.named() ? now.data() : earlier.data(),
        testData.or(earlier::testData),
        targetColumns.isEmpty() ? labelColumn.or(earlier::labelColumn) : labelColumn,
        targetColumns.isEmpty() && labelColumn.isEmpty() ? earlier.targetColumns() : targetColumns,
        ignoredColumns.isEmpty() ? earlier.ignoreColumns() : ignoredColumns,
        pixels || earlier.pixels(),
        classNames.isEmpty() ? earlier.classNames() : classNames);
  }

  private boolean isCsv() {
    return where.text().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** Whether the network is not to be used. */
  public boolean offline() {
    return where.offline();
  }

  /** What is to be loaded, checked. */
  public Loading loading() {
    return spec().loading(offline());
  }
}
