package dev.weft.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a training read, in the words of the options that name it; paths are absolute. */
public record InputReport(
    String dataset,
    String data,
    Optional<String> testData,
    Optional<String> labelColumn,
    List<String> targetColumns,
    List<String> ignoreColumns,
    boolean pixels,
    List<String> classNames) {
  public InputReport {
    targetColumns = List.copyOf(targetColumns);
    ignoreColumns = List.copyOf(ignoreColumns);
    classNames = List.copyOf(classNames);
  }

  /** The options. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("--dataset=" + dataset);
    arguments.add("--data=" + data);
    testData.ifPresent(file -> arguments.add("--test-data=" + file));
    labelColumn.ifPresent(column -> arguments.add("--label-column=" + column));
    targetColumns.forEach(column -> arguments.add("--target-columns=" + column));
    ignoreColumns.forEach(column -> arguments.add("--ignore-columns=" + column));
    if (pixels) {
      arguments.add("--pixels");
    }
    classNames.forEach(name -> arguments.add("--class-names=" + name));
    return arguments;
  }
}
