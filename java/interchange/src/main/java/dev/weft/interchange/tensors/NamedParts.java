package dev.weft.interchange.tensors;

import dev.weft.interchange.DenseTensors;
import dev.weft.interchange.ForeignTensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tensors found under the name of one layer. */
final class NamedParts {
  /** Keras 2 ends the names of its variables in :0. */
  private static final Pattern NAME = Pattern.compile("(?:(.*)[/.])?(kernel|weight|bias)(?::0)?");

  private final Map<Part, ForeignTensor> parts = new EnumMap<>(Part.class);

  /** What a tensor is to its layer. */
  enum Part {
    KERNEL,
    WEIGHT,
    BIAS
  }

  /** Where a tensor belongs by its name. */
  record Place(String layer, Part part) {}

  /** Where a name belongs; empty where it is no name of a dense layer's tensor. */
  static Optional<Place> place(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String layer = matcher.group(1) == null ? "" : matcher.group(1);
    return Optional.of(
        new Place(
            layer,
            switch (matcher.group(2)) {
              case "kernel" -> Part.KERNEL;
              case "weight" -> Part.WEIGHT;
              default -> Part.BIAS;
            }));
  }

  void put(Place place, ForeignTensor tensor) {
    ForeignTensor other = parts.put(place.part(), tensor);
    if (other != null) {
      throw new IllegalArgumentException(
          "tensors " + other.name() + " and " + tensor.name() + " are the same part of a layer");
    }
  }

  /** Whose naming this is. */
  TensorNaming naming(String layer) {
    boolean kernel = parts.containsKey(Part.KERNEL);
    if (kernel == parts.containsKey(Part.WEIGHT)) {
      throw new IllegalArgumentException(
          "layer '"
              + layer
              + "' has "
              + (kernel ? "both a kernel and a weight" : "a bias but neither kernel nor weight"));
    }
    return kernel ? TensorNaming.KERAS : TensorNaming.PYTORCH;
  }

  DenseTensors dense(String name, boolean transposed) {
    return new DenseTensors(
        name,
        parts.get(transposed ? Part.WEIGHT : Part.KERNEL),
        Optional.ofNullable(parts.get(Part.BIAS)),
        transposed);
  }
}
