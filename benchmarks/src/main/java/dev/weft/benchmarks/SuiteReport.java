package dev.weft.benchmarks;

import dev.weft.runs.Provenance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The document {@code full.json}.
 *
 * @param complete whether the run came to its end; what is written on the way is not
 * @param synthetic whether the data was drawn by program
 * @param sgemm the machine's limit by number of threads, measured before and after the benchmarks
 */
record SuiteReport(
    boolean complete,
    boolean synthetic,
    List<SgemmPeak> sgemm,
    List<Figure> figures,
    Provenance provenance) {
  static SuiteReport of(
      boolean complete,
      Map<Integer, SgemmPeak> peaks,
      List<Figure> figures,
      Provenance provenance) {
    return new SuiteReport(
        complete,
        provenance.synthetic(),
        List.copyOf(new TreeMap<>(peaks).values()),
        figures.stream().map(figure -> figure.against(peaks)).collect(Collectors.toList()),
        provenance);
  }
}
