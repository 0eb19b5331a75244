package dev.weft.interchange.keras;

import dev.weft.interchange.DenseTensors;
import dev.weft.interchange.ForeignTensor;
import dev.weft.interchange.Note;
import dev.weft.interchange.hdf5.Hdf5Group;
import dev.weft.interchange.tensors.LayerOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Weights as Keras 3 and the last releases of Keras 2 save them: a group for each layer, named
 * after the layer's class and counted ({@code layers/dense}, {@code layers/dense_1}), its variables
 * numbered in the group {@code vars} within it. The last ones of Keras 2 wrote backslashes on
 * Windows, which Keras itself cannot read elsewhere.
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
    List<String> tops = root.names().stream().map(name -> slashes(name).split("/")[0]).toList();
    if (CONTAINERS.stream().noneMatch(tops::contains)) {
      throw new IllegalArgumentException(
          "it is an HDF5 file, but none of Keras: it holds " + String.join(", ", root.names()));
    }
    Map<String, Map<String, ForeignTensor>> layers = new TreeMap<>();
    Set<String> training = new TreeSet<>();
    List<String> others = new ArrayList<>();
    for (String path : root.tensors()) {
      // The top, the layer or attribute, its variable.
      String[] parts = slashes(path).split("/", 3);
      if (parts[0].matches(TRAINING)) {
        training.add(parts[0]);
        continue;
      }
      ForeignTensor tensor = root.tensor(path).orElseThrow();
      if (CONTAINERS.contains(parts[0])) {
        String layer = parts.length == 1 ? "" : parts[1];
        String variable = parts.length == 3 ? parts[2] : "";
        if (layers.computeIfAbsent(layer, name -> new TreeMap<>()).put(variable, tensor) != null) {
          throw new IllegalArgumentException("it has the layer " + layer + " twice");
        }
      } else {
        others.add(tensor.described());
      }
    }
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "it has variables that belong to no layer: " + String.join(", ", others));
    }
    List<Note> notes = new ArrayList<>();
    Map<String, DenseTensors> dense = new LinkedHashMap<>();
    layers.forEach(
        (name, variables) ->
            layer(name, variables, notes).ifPresent(layer -> dense.put(name, layer)));
    training.forEach(name -> notes.add(Note.of("the state of " + name + " was left out")));
    if (dense.isEmpty()) {
      throw new IllegalArgumentException("it has no dense layer");
    }
    List<String> ordered =
        LayerOrder.of(dense.keySet())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the names of its layers do not tell their order: "
                            + String.join(", ", dense.keySet())));
    return new KerasWeights(ordered.stream().map(dense::get).toList(), notes);
  }

  /** Keras 2.12 to 2.15 joined names as Windows joins paths: {@code layers\dense} is one group. */
  private static String slashes(String path) {
    return path.replace('\\', '/');
  }

  private static Optional<DenseTensors> layer(
      String name, Map<String, ForeignTensor> variables, List<Note> notes) {
    if (name.matches("dense(_[0-9]+)?")
        && (variables.keySet().equals(Set.of(KERNEL))
            || variables.keySet().equals(Set.of(KERNEL, BIAS)))) {
      return Optional.of(
          new DenseTensors(
              name, variables.get(KERNEL), Optional.ofNullable(variables.get(BIAS)), false));
    }
    if (name.matches("dropout(_[0-9]+)?")) {
      notes.add(Note.of("the state of the random numbers of " + name + " was left out"));
      return Optional.empty();
    }
    throw new IllegalArgumentException(
        "its layer "
            + name
            + " is not supported, Weft has dense layers and dropout: "
            + String.join(
                ", ", variables.values().stream().map(ForeignTensor::described).toList()));
  }
}
