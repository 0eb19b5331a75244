package dev.weft.app.options;

import dev.weft.UsageException;
import dev.weft.data.LabelMapping;
import dev.weft.data.csv.MappingFile;
import dev.weft.datasets.fashion.FashionMnist;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a model's classes are read as fewer groups. */
public final class GroupOptions {
  @Option(
      names = "--binarized",
      description =
          "Read the ten classes of Fashion-MNIST as clothing or not, as the third experiment does:"
              + " by predicted class and by summed probabilities.")
  private boolean binarized;

  @Option(
      names = "--label-mapping",
      paramLabel = "FILE",
      description = "The same for other classes: a CSV file with the columns class,group.")
  private Optional<Path> mapping;

  /**
   * The groups that are asked for; empty for none.
   *
   * @param classNames of the data
   * @param outputs of the model
   * @throws UsageException where these classes have no such groups
   */
  public Optional<LabelMapping> of(List<String> classNames, int outputs) {
    if (!binarized && mapping.isEmpty()) {
      return Optional.empty();
    }
    String option = binarized ? "--binarized" : "--label-mapping";
    if (binarized && mapping.isPresent()) {
      throw new UsageException("--binarized and --label-mapping are two ways to say it: name one");
    }
    if (outputs != classNames.size()) {
      throw new UsageException(
          option + " reads several classes as groups: the model has " + outputs + " output(s)");
    }
    if (binarized && !classNames.equals(FashionMnist.CLASS_NAMES)) {
      throw new UsageException(
          "--binarized is for the ten classes of Fashion-MNIST, the data has "
              + String.join(", ", classNames)
              + ": name their groups with --label-mapping FILE");
    }
    return Optional.of(
        mapping.map(file -> MappingFile.read(file, classNames)).orElse(FashionMnist.CLOTHING));
  }
}
