package dev.weft.app.data;

import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.DataFile;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.runs.input.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code weft data --json} prints.
 *
 * @param source where the data came from
 * @param sha256 one hash over the whole
 * @param files the published files that were verified; empty for other data
 */
public record DataReport(
    boolean synthetic, String source, String sha256, List<DataFile> files, List<SetReport> sets) {
  /**
   * One set of samples.
   *
   * @param classes the number of samples of each class by its name
   */
  public record SetReport(
      String name,
      String description,
      int samples,
      int features,
      Map<String, Integer> classes,
      ValueStatistics values) {
    private static SetReport of(String name, Dataset data) {
      Map<String, Integer> classes = new LinkedHashMap<>();
      if (data.hasLabels()) {
        int[] counts = data.classCounts();
        for (int c = 0; c < counts.length; c++) {
          classes.put(data.classNames().get(c), counts[c]);
        }
      }
      return new SetReport(
          name, data.toString(), data.size(), data.features(), classes, ValueStatistics.of(data));
    }
  }

  /** Of data that was loaded, and so verified. */
  public static DataReport of(Samples samples) {
    List<SetReport> sets = new ArrayList<>(List.of(SetReport.of("train", samples.train())));
    samples.test().ifPresent(test -> sets.add(SetReport.of("test", test)));
    boolean published = samples.fashion() && !samples.source().synthetic();
    return new DataReport(
        samples.source().synthetic(),
        samples.source().description(),
        samples.source().sha256(),
        published ? FashionMnist.files() : List.of(),
        sets);
  }
}
