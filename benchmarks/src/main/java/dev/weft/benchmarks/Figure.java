package dev.weft.benchmarks;

import java.util.Map;
import java.util.Optional;

/**
 * What one benchmark gave with one combination of parameters.
 *
 * @param sweep whose part it is
 * @param benchmark class and method
 * @param parameters by name
 * @param unit of the score, such as {@code s/op}: less is better
 * @param score an entry an iteration, of all forks
 * @param training where an operation is an epoch
 */
record Figure(
    String sweep,
    String benchmark,
    Map<String, String> parameters,
    String unit,
    Distribution score,
    Optional<TrainingRate> training) {

  /**
   * The same figure with its fraction of the machine's peak, where it is one of training on the
   * CPU: the peak is not a GPU's.
   */
  Figure against(Map<Integer, SgemmPeak> peaks) {
    if (Sweeps.onGpu(parameters.getOrDefault(Sweeps.BACKEND_PARAMETER, ""))) {
      return this;
    }
    return new Figure(
        sweep, benchmark, parameters, unit, score, training.map(rate -> rate.against(peaks)));
  }
}
