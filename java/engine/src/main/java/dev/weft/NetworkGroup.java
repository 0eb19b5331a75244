package dev.weft;

import dev.weft.backend.BackendGroup;
import dev.weft.backend.PlacedSlice;
import dev.weft.backend.SliceResult;
import dev.weft.nn.Architecture;
import dev.weft.nn.GlorotUniform;
import java.util.List;

/**
 * Networks of one architecture on the device of an {@link Engine} that are trained at once: on a
 * CPU one a core, which takes no longer than one of them, on a GPU one a block. Each has a place;
 * where one's training ends, the next takes it. What {@link dev.weft.train.GroupTrainer} is made
 * of.
 */
public final class NetworkGroup implements AutoCloseable {
  private final Engine engine;
  private final Architecture architecture;
  private final BackendGroup resident;

  NetworkGroup(Engine engine, Architecture architecture, BackendGroup resident) {
    this.engine = engine;
    this.architecture = architecture;
    this.resident = resident;
  }

  public Engine engine() {
    return engine;
  }

  public Architecture architecture() {
    return architecture;
  }

  /** How many networks there are at once, at least 1. */
  public int places() {
    return resident.places();
  }

  /**
   * Begins a network with parameters drawn from {@code seed}, the same as {@link
   * Engine#network(Architecture, long)} gives. The one that had the place is closed.
   *
   * @param place from 0 to {@code places() - 1}
   */
  public Network begin(int place, long seed) {
    Network network = new Network(engine, architecture, seed, resident.begin(place, seed));
    network.parameters(GlorotUniform.parameters(architecture, seed));
    return network;
  }

  /**
   * Trains the networks in these places on a part of an epoch, each in its own order and at its own
   * rates; the others rest.
   *
   * @param slices one a place, all with as many samples and the same batch size
   * @return a result for each slice, in their order
   */
  public List<SliceResult> train(ResidentDataset data, List<PlacedSlice> slices) {
    return resident.train(data.on(engine), slices);
  }

  /** Closes the networks and frees them on the device. */
  @Override
  public void close() {
    resident.close();
  }
}
