package dev.weft.train;

import dev.weft.backend.PlacedSlice;
import dev.weft.backend.SliceResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop within an epoch, over slices of it, of one run or of several that are trained at once.
 */
final class EpochLoop {
  private final Step step;
  private final SlicePacer pacer;

  /** Trains slices of one shape at once; results in their order. */
  interface Step {
    List<SliceResult> train(List<PlacedSlice> slices);
  }

  EpochLoop(Step step, SlicePacer pacer) {
    this.step = step;
    this.pacer = pacer;
  }

  /**
   * Trains one epoch of each run, or as much of it as there is time for until the run is to stop.
   * The seconds of a slice are shared out, so that the epochs of all runs add up to what passed.
   *
   * @param runs with epochs of as many steps
   */
  void train(List<RunInProgress> runs) {
    runs.forEach(RunInProgress::beginEpoch);
    long start = System.nanoTime();
    runs.forEach(RunInProgress::drawOrder);
    List<RunInProgress> awake = awake(runs);
    while (!awake.isEmpty()) {
      int steps = pacer.next(awake.get(0).remainingSteps());
      List<PlacedSlice> slices = new ArrayList<>();
      awake.forEach(run -> slices.add(run.slice(steps)));
      List<SliceResult> results = step.train(slices);
      double seconds = (System.nanoTime() - start) * 1e-9;
      pacer.trained(steps, seconds);
      for (int i = 0; i < results.size(); i++) {
        awake.get(i).trained(results.get(i), seconds / results.size());
      }
      start = System.nanoTime();
      awake = awake(awake);
    }
    runs.forEach(RunInProgress::endEpoch);
  }

  private static List<RunInProgress> awake(List<RunInProgress> runs) {
    return runs.stream().filter(RunInProgress::isAwake).toList();
  }
}
