package dev.weft.backend;

/**
 * A network's parameters, Adam state and workspace where a context computes.
 *
 * <p>Arrays of parameters and moments are flat, in the order of {@link
 * dev.weft.nn.Architecture#tensors}.
 */
public interface BackendNetwork extends AutoCloseable {
  /** What a flat array of the network holds. */
  enum State {
    PARAMETERS,
    /** Adam's first moments. */
    FIRST_MOMENTS,
    /** Adam's second moments. */
    SECOND_MOMENTS,
    /**
     * The exponential average of the parameters, with which the network evaluates and predicts
     * while there is one: from the first update with an average's decay, or from when it is
     * written, until parameters are written or an update is made without. Read where there is none
     * it is the parameters.
     */
    AVERAGE
  }

  /**
   * Trains on the samples of a slice in its order: for each batch forward, loss, backward and one
   * Adam update. A batch that the slice cuts short is trained with the samples that it has.
   *
   * @throws IllegalArgumentException where data and network do not fit together
   */
  SliceResult train(BackendDataset data, TrainingSlice slice);

  /** Loss and classification counts of the samples {@code from} to {@code to - 1}. */
  RangeMetrics evaluate(BackendDataset data, int from, int to);

  /**
   * Outputs of the samples {@code from} to {@code to - 1}: probabilities where the loss has them,
   * else the linear outputs; [to - from, outputs].
   */
  float[] predict(BackendDataset data, int from, int to);

  /**
   * Outputs of rows that are in no data set, as {@link #predict} gives them.
   *
   * @param rows [samples, inputs] float32 features
   * @return [samples, outputs]
   */
  float[] predictRows(float[] rows);

  /** How the network is computed, such as {@code fused} or {@code general}; for people. */
  String path();

  /** A copy of parameters, moments or average. */
  float[] read(State state);

  /** Replaces parameters, moments or average; the length must be the network's parameter count. */
  void write(State state, float[] values);

  /** Whether there is an {@linkplain State#AVERAGE average} of the parameters. */
  boolean hasAverage();

  /** The number of Adam updates made so far. */
  long step();

  /**
   * Sets the number of Adam updates made so far, to resume a run.
   *
   * @param step from 0 to {@link dev.weft.nn.Optimizer#MAX_STEP}
   */
  void step(long step);

  @Override
  void close();
}
