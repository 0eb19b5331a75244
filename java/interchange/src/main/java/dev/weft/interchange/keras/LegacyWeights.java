package dev.weft.interchange.keras;

import dev.weft.interchange.DenseTensors;
import dev.weft.interchange.ForeignTensor;
import dev.weft.interchange.hdf5.Hdf5Group;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weights as Keras 1 and 2 save them, and Keras 3 in files that end with .h5 alone: a group for
 * each layer by its name, in which the attribute {@code weight_names} lists paths such as {@code
 * dense/kernel:0}, in Keras 1 {@code dense_1_W:0}; the attribute {@code layer_names} of the whole
 * gives the order.
 */
final class LegacyWeights {
  static final String LAYER_NAMES = "layer_names";

  private static final String WEIGHT_NAMES = "weight_names";

  /** What the model itself has besides its layers. */
  private static final String TOP_LEVEL = "top_level_model_weights";

  /** What follows a layer's name in those of its weights. */
  private static final Pattern KERAS_1 = Pattern.compile("_([Wb])(?:_[0-9]+)?");

  private LegacyWeights() {}

  static KerasWeights read(Hdf5Group weights) {
    List<String> names =
        names(weights, LAYER_NAMES)
            .orElseThrow(
                () -> new IllegalArgumentException("it has no list " + LAYER_NAMES + " of layers"));
    List<DenseTensors> dense = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (String name : names) {
      if (!known.add(name)) {
        throw new IllegalArgumentException("it has the layer " + name + " twice");
      }
      Hdf5Group layer =
          group(weights, name)
              .orElseThrow(() -> new IllegalArgumentException("it has no group " + name));
      layer(name, layer).ifPresent(dense::add);
    }
    for (String name : weights.names()) {
      // A name with a slash makes a group within a group.
      boolean listed = known.stream().anyMatch(n -> n.equals(name) || n.startsWith(name + "/"));
      List<String> rest =
          listed ? List.of() : weights.group(name).map(Hdf5Group::tensors).orElse(List.of(name));
      if (!rest.isEmpty()) {
        throw new IllegalArgumentException(
            "it has tensors in "
                + name
                + (name.equals(TOP_LEVEL) ? " that belong to no layer: " : ", no listed layer: ")
                + String.join(", ", rest));
      }
    }
    return new KerasWeights(dense, List.of());
  }

  private static Optional<Hdf5Group> group(Hdf5Group parent, String path) {
    Optional<Hdf5Group> group = Optional.of(parent);
    for (String name : path.split("/", -1)) {
      group = group.flatMap(there -> there.group(name));
    }
    return group;
  }

  /** A list that Keras cuts into {@code name0}, {@code name1}... where it is too long. */
  private static Optional<List<String>> names(Hdf5Group group, String attribute) {
    Optional<List<String>> whole = group.texts(attribute);
    if (whole.isPresent()) {
      return whole;
    }
    List<String> joined = new ArrayList<>();
    int parts = 0;
    Optional<List<String>> part = group.texts(attribute + parts);
    while (part.isPresent()) {
      joined.addAll(part.get());
      parts++;
      part = group.texts(attribute + parts);
    }
    return parts == 0 ? Optional.empty() : Optional.of(joined);
  }

  private static Optional<DenseTensors> layer(String name, Hdf5Group layer) {
    List<String> listed = names(layer, WEIGHT_NAMES).orElse(List.of());
    if (!Set.copyOf(listed).equals(Set.copyOf(layer.tensors()))) {
      throw new IllegalArgumentException(
          "layer " + name + " lists the weights " + listed + ", but has " + layer.tensors());
    }
    if (listed.isEmpty()) {
      return Optional.empty();
    }
    Map<String, ForeignTensor> parts = new TreeMap<>();
    List<String> described = new ArrayList<>();
    for (String path : listed) {
      ForeignTensor tensor = layer.tensor(path).orElseThrow();
      described.add(tensor.described());
      parts.put(part(name, path), tensor);
    }
    boolean dense =
        parts.size() == listed.size()
            && (parts.keySet().equals(Set.of("kernel"))
                || parts.keySet().equals(Set.of("kernel", "bias")));
    if (!dense) {
      throw new IllegalArgumentException(
          "its layer "
              + name
              + " is not supported, Weft has dense layers and dropout: "
              + String.join(", ", described));
    }
    return Optional.of(
        new DenseTensors(name, parts.get("kernel"), Optional.ofNullable(parts.get("bias")), false));
  }

  /**
   * {@code dense/kernel:0} is the part kernel, and {@code dense_1_W:0} of Keras 1 that of dense_1.
   */
  private static String part(String layer, String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    String part = last.endsWith(":0") ? last.substring(0, last.length() - 2) : last;
    // TensorFlow counts on where a graph has the name already.
    Matcher first = KERAS_1.matcher(part.startsWith(layer) ? part.substring(layer.length()) : "");
    return first.matches() ? (first.group(1).equals("W") ? "kernel" : "bias") : part;
  }
}
