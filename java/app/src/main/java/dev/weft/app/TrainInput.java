package dev.weft.app;

import dev.weft.app.options.SampleRange;
import dev.weft.app.resume.EarlierRun;
import dev.weft.runs.InputReport;
import dev.weft.runs.Resumption;
import dev.weft.runs.input.Samples;
import java.util.List;
import java.util.Optional;

/**
 * What a training starts from.
 *
 * @param samples to train on and to be judged by
 * @param report where they came from, in the words of the options
 * @param range of the training samples that were taken, where not all were
 * @param earlier the run that it goes on with
 */
record TrainInput(
    Samples samples,
    InputReport report,
    Optional<SampleRange> range,
    Optional<EarlierRun> earlier) {
  /** Where the run took up others; none for a new run. */
  List<Resumption> resumed() {
    return earlier.map(EarlierRun::resumed).orElse(List.of());
  }
}
