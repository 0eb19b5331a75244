package dev.weft.backend;

import java.util.List;

/**
 * Places for networks of one architecture that are trained at once: on a CPU one a core, on a GPU
 * one a block. Where one's training ends, the next network takes its place. What a network becomes
 * does not depend on the others.
 */
public interface BackendGroup extends AutoCloseable {
  /** How many networks there are at once, at least 1. */
  int places();

  /**
   * Begins a network whose parameters and Adam state are all 0. The one that had the place is
   * closed.
   *
   * @param place from 0
   * @param seed for dropout
   */
  BackendNetwork begin(int place, long seed);

  /**
   * Trains the networks in these places; the others rest, at no cost.
   *
   * @param slices one a place, each place once, all with as many samples and the same batch size
   * @return a result for each slice, in their order
   * @throws IllegalArgumentException where slices, data and networks do not fit together
   */
  List<SliceResult> train(BackendDataset data, List<PlacedSlice> slices);

  /** Closes the networks and frees their places. */
  @Override
  void close();
}
