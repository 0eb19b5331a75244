package dev.weft;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.Backends;
import dev.weft.backend.DeviceInfo;
import dev.weft.data.Dataset;
import dev.weft.model.ModelFile;
import dev.weft.nn.Architecture;
import dev.weft.nn.GlorotUniform;
import dev.weft.train.TrainingSpec;
import java.nio.file.Path;

/**
 * A device to compute on, and the place that networks and resident data come from. Close it after
 * them.
 */
public final class Engine implements AutoCloseable {
  private final BackendContext context;

  private Engine(BackendContext context) {
    this.context = context;
  }

  /** The best backend of this machine with one thread a core. */
  public static Engine open() {
    return open("auto", 0);
  }

  /**
   * Opens a device.
   *
   * @param backend {@code auto}, {@code cpu}, {@code java}, {@code cuda} or {@code cuda:1}
   * @param threads CPU threads, 0 for one a core; results do not depend on it
   * @throws BackendUnavailableException where a backend asked for by name cannot be had
   * @throws IllegalArgumentException for a backend that does not exist
   */
  public static Engine open(String backend, int threads) {
    return new Engine(Backends.open(backend, threads));
  }

  /** Wraps a context that a caller opened from a backend of its own choice. */
  public static Engine of(BackendContext context) {
    return new Engine(context);
  }

  /** What this engine computes on. */
  public DeviceInfo info() {
    return context.info();
  }

  /** A network with Glorot-uniform kernels and zero biases, both drawn from {@code seed}. */
  public Network network(Architecture architecture, long seed) {
    Network network = new Network(this, architecture, seed, context.create(architecture, seed));
    network.parameters(GlorotUniform.parameters(architecture, seed));
    return network;
  }

  /**
   * A network as a specification has it, with parameters drawn from its seed.
   *
   * @see #network(Architecture, long)
   */
  public Network network(TrainingSpec spec) {
    return network(spec.network(), spec.seed());
  }

  /**
   * Places for networks of one architecture that are trained at once.
   *
   * @param places at least 1; {@link #places} is a good number
   */
  public NetworkGroup group(Architecture architecture, int places) {
    return new NetworkGroup(this, architecture, context.createGroup(architecture, places));
  }

  /** How many networks this device trains at once without each taking much longer, at least 1. */
  public int places() {
    return context.places();
  }

  /**
   * A network from a model file that Weft wrote, with the optimizer's state where the file has it.
   * Parameters that are NaN or infinite are refused, since nothing comes of them; {@link
   * ModelFile#read} gives those, too, to be looked at.
   *
   * @throws ModelFileException where the file cannot be read, is damaged or has such parameters;
   *     the message names file and tensor
   */
  public Network load(Path file) {
    ModelFile model = ModelFile.read(file);
    model.requireFinite(file);
    Network network = network(model.metadata().architecture(), model.metadata().seed());
    network.parameters(model.parameters());
    model.adamState().ifPresent(network::adamState);
    return network;
  }

  /** Copies a data set to the device, to be trained on or evaluated many times. */
  public ResidentDataset upload(Dataset data) {
    BackendDataset resident = context.upload(data);
    return new ResidentDataset(this, data, resident);
  }

  BackendContext context() {
    return context;
  }

  /** Frees the device. */
  @Override
  public void close() {
    context.close();
  }
}
