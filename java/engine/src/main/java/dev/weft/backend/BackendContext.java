package dev.weft.backend;

import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;

/**
 * An open device: one CPU thread team or one GPU. Data sets and networks belong to the context that
 * made them. Calls may come from any thread; those that compute take turns.
 *
 * <p>After {@link #close} every call is an {@link IllegalStateException}.
 */
public interface BackendContext extends AutoCloseable {
  DeviceInfo info();

  /** Copies a data set to where this context computes. */
  BackendDataset upload(Dataset data);

  /** Makes a network whose parameters and Adam state are all 0; {@code seed} is for dropout. */
  BackendNetwork create(Architecture architecture, long seed);

  /** How many networks are worth training at once, at least 1. */
  int places();

  /**
   * Makes places for networks that are trained at once.
   *
   * @param places at least 1
   */
  BackendGroup createGroup(Architecture architecture, int places);

  /** The single operations, for tests and micro-benchmarks. */
  Operations operations();

  @Override
  void close();
}
