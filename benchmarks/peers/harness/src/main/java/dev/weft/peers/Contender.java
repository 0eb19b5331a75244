package dev.weft.peers;

/**
 * One network of one framework, new and resident with its data: 784-32-32-10, ReLU, softmax
 * cross-entropy, Adam at 0.001 (0.9, 0.999, 1e-7). What the harness times is what these methods do,
 * so each does the least that the framework allows.
 */
public interface Contender extends AutoCloseable {
  /** Trains on {@code samples} samples in a new random order; the last batch may be partial. */
  void epoch(int samples);

  /** The steps made since the network is there, as its optimizer counts them if it does. */
  long steps();

  /** The class of each test image, all in one call of the framework. */
  int[] classes();

  /** The class of one image, handed over as a Java array of 784 values. */
  int classOf(float[] image);

  @Override
  void close();
}
