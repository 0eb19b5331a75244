package dev.weft.app.serve;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.app.options.UsageException;
import dev.weft.data.FashionMnist;
import dev.weft.model.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that a server has, by name and in order. A model of Fashion-MNIST's ten classes brings
 * a second one: its classes read as clothing, and footwear and bags.
 */
public final class Models implements AutoCloseable {
  /** Pixels of an image of the data set. */
  static final int PIXELS = FashionMnist.SIDE * FashionMnist.SIDE;

  private static final String MAPPED = "binarized";

  private final Map<String, Model> models = new LinkedHashMap<>();
  private final List<Network> networks;

  /** Of networks that somebody else made; {@code networks} are closed with this. */
  Models(List<NetworkModel> made, List<Network> networks) {
    this.networks = List.copyOf(networks);
    made.forEach(model -> models.put(model.name(), model));
    for (NetworkModel model : made) {
      if (model.classNames().equals(FashionMnist.CLASS_NAMES)) {
        String name = model.name().equals("multiclass") ? MAPPED : model.name() + "-" + MAPPED;
        models.putIfAbsent(name, new MappedModel(name, model, FashionMnist.CLOTHING));
      }
    }
  }

  /**
   * Reads model files and puts their networks on a device.
   *
   * @param arguments model files, or folders of runs
   * @param imagesOnly whether a model that does not take images of 784 pixels is refused
   * @throws UsageException where there is no such file, or a model cannot be served
   * @throws dev.weft.ModelFileException where a file is damaged
   */
  public static Models load(Engine engine, List<Path> arguments, boolean imagesOnly) {
    List<Network> networks = new ArrayList<>();
    try {
      List<NetworkModel> made = new ArrayList<>();
      for (Map.Entry<String, Path> named : ModelNames.resolve(arguments).entrySet()) {
        ModelFile file = read(named.getValue());
        int inputs = file.metadata().architecture().inputs();
        if (imagesOnly && inputs != PIXELS) {
          throw new UsageException(
              named.getValue()
                  + " takes "
                  + inputs
                  + " features, but the page is for images of 784 pixels: add --no-page to serve"
                  + " the API alone");
        }
        Network network = engine.network(file.metadata().architecture(), file.metadata().seed());
        networks.add(network);
        network.parameters(file.parameters());
        made.add(
            new NetworkModel(
                named.getKey(),
                named.getValue().getFileName().toString(),
                file.metadata(),
                network::predict));
      }
      return new Models(made, networks);
    } catch (RuntimeException | OutOfMemoryError e) {
      networks.forEach(Network::close);
      throw e;
    }
  }

  private static ModelFile read(Path file) {
    if (!ModelFile.describesItself(file)) {
      throw new UsageException(
          file + " does not say what network it holds: only models that Weft saved can be served");
    }
    return ModelFile.read(file);
  }

  /** All of them, in order. */
  public List<String> names() {
    return List.copyOf(models.keySet());
  }

  List<Model> all() {
    return List.copyOf(models.values());
  }

  Optional<Model> find(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** Frees the networks. */
  @Override
  public void close() {
    networks.forEach(Network::close);
  }
}
