package dev.weft;

import dev.weft.backend.BackendDataset;
import dev.weft.data.Dataset;

/** A data set copied to the device of an {@link Engine}. */
public final class ResidentDataset implements AutoCloseable {
  private final Engine engine;
  private final Dataset data;
  private final BackendDataset resident;

  ResidentDataset(Engine engine, Dataset data, BackendDataset resident) {
    this.engine = engine;
    this.data = data;
    this.resident = resident;
  }

  /** The data set on the host. */
  public Dataset data() {
    return data;
  }

  BackendDataset on(Engine expected) {
    if (engine != expected) {
      throw new IllegalArgumentException("the data set was uploaded to another engine");
    }
    return resident;
  }

  /** Frees the copy on the device. */
  @Override
  public void close() {
    resident.close();
  }
}
