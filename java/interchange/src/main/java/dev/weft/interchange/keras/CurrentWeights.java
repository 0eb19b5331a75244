package dev.weft.interchange.keras;

import dev.weft.interchange.DenseTensors;
import dev.weft.interchange.ForeignTensor;
import dev.weft.interchange.hdf5.Hdf5Group;
import dev.weft.interchange.tensors.LayerOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Weights as Keras 3 and the last releases of Keras 2 save them: a group for each layer, named
 * after the layer's class and counted ({@code layers/dense}, {@code layers/dense_1}), its variables
 * numbered in the group {@code vars} within it.
 */
final class CurrentWeights {
  private static final List<String> CONTAINERS =
      List.of("layers", "_layer_checkpoint_dependencies");

  /** Attributes of a compiled model that have variables of their own. */
  private static final String TRAINING = "_?(compile_)?(optimizer|metrics?|loss|loss_tracker)";

  private static final String KERNEL = "vars/0";
  private static final String BIAS = "vars/1";

  private CurrentWeights() {}

  static KerasWeights read(Hdf5Group root) {
    Map<String, DenseTensors> dense = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    List<String> all = root.names();
    if (CONTAINERS.stream().noneMatch(all::contains)) {
      throw new IllegalArgumentException(
          "it is an HDF5 file, but none of Keras: it holds " + String.join(", ", all));
    }
    for (String name : all) {
      Optional<Hdf5Group> group = root.group(name);
      if (group.isPresent() && CONTAINERS.contains(name)) {
        readLayers(group.get(), dense, notes);
      } else if (name.matches(TRAINING)) {
        if (!group.map(Hdf5Group::tensors).orElse(List.of()).isEmpty()) {
          notes.add("the state of " + name + " was left out");
        }
      } else {
        requireEmpty(root, name, group);
      }
    }
    if (dense.isEmpty()) {
      throw new IllegalArgumentException("it has no dense layer");
    }
    return new KerasWeights(LayerOrder.of(dense.keySet()).stream().map(dense::get).toList(), notes);
  }

  private static void requireEmpty(Hdf5Group root, String name, Optional<Hdf5Group> group) {
    List<String> tensors =
        group.isPresent()
            ? group.get().tensors().stream().map(tensor -> name + "/" + tensor).toList()
            : List.of(name);
    if (!tensors.isEmpty()) {
      throw new IllegalArgumentException(
          "it has variables that belong to no layer: " + described(root, tensors));
    }
  }

  private static void readLayers(
      Hdf5Group container, Map<String, DenseTensors> dense, List<String> notes) {
    for (String name : container.names()) {
      Optional<Hdf5Group> layer = container.group(name);
      List<String> tensors = layer.map(Hdf5Group::tensors).orElse(List.of(""));
      if (tensors.isEmpty()) {
        continue;
      }
      Set<String> variables = Set.copyOf(tensors);
      if (name.matches("dense(_[0-9]+)?")
          && (variables.equals(Set.of(KERNEL)) || variables.equals(Set.of(KERNEL, BIAS)))) {
        Hdf5Group group = layer.orElseThrow();
        DenseTensors read =
            new DenseTensors(name, group.tensor(KERNEL).orElseThrow(), group.tensor(BIAS), false);
        if (dense.put(name, read) != null) {
          throw new IllegalArgumentException("it has the layer " + name + " twice");
        }
      } else if (name.matches("dropout(_[0-9]+)?")) {
        notes.add("the state of the random numbers of " + name + " was left out");
      } else {
        throw new IllegalArgumentException(
            "its layer "
                + name
                + " is not supported, Weft has dense layers and dropout: "
                + described(layer.orElse(container), tensors));
      }
    }
  }

  private static String described(Hdf5Group group, List<String> tensors) {
    return String.join(
        ", ",
        tensors.stream()
            .map(
                name ->
                    group.tensor(name).map(ForeignTensor::described).orElse(group.path() + name))
            .toList());
  }
}
