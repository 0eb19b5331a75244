package dev.weft.serve.models;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.model.ModelMetadata;
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
  public static final int PIXELS = FashionMnist.SIDE * FashionMnist.SIDE;

  private static final String MAPPED = "binarized";

  private final Map<String, ServedModel> models = new LinkedHashMap<>();
  private final List<Network> networks;

  /** Of networks that somebody else made; {@code networks} are closed with this. */
  public Models(List<NetworkModel> made, List<Network> networks) {
    this.networks = List.copyOf(networks);
    made.forEach(model -> models.put(model.name(), model));
    for (NetworkModel model : made) {
      if (model.classNames().equals(FashionMnist.CLASS_NAMES)) {
        String name = model.name().equals("multiclass") ? MAPPED : model.name() + "-" + MAPPED;
        models.putIfAbsent(name, new MappedModel(name, model, FashionMnist.CLOTHING));
      }
    }
  }

  /** Puts the networks of models on a device. */
  public static Models load(Engine engine, List<NamedModel> read) {
    List<Network> networks = new ArrayList<>();
    try {
      List<NetworkModel> made = new ArrayList<>();
      for (NamedModel model : read) {
        ModelMetadata metadata = model.content().metadata();
        Network network = engine.network(metadata.architecture(), metadata.seed());
        networks.add(network);
        network.parameters(model.content().parameters());
        made.add(
            new NetworkModel(
                model.name(), model.file().getFileName().toString(), metadata, network::predict));
      }
      return new Models(made, networks);
    } catch (RuntimeException | OutOfMemoryError e) {
      networks.forEach(Network::close);
      throw e;
    }
  }

  /** The names of all, in order. */
  public List<String> names() {
    return List.copyOf(models.keySet());
  }

  /** The most features that one of them takes. */
  public int widest() {
    return models.values().stream().mapToInt(model -> model.network().inputs()).max().orElse(0);
  }

  /** All of them, in order. */
  public List<ServedModel> all() {
    return List.copyOf(models.values());
  }

  /** The one of this name. */
  public Optional<ServedModel> find(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** Frees the networks. */
  @Override
  public void close() {
    networks.forEach(Network::close);
  }
}
