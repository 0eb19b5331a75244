package dev.weft.backend;

/** A data set where a context computes. */
public interface BackendDataset extends AutoCloseable {
  /** The number of samples. */
  int size();

  @Override
  void close();
}
