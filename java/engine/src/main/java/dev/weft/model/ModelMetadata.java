package dev.weft.model;

import dev.weft.nn.Architecture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a model file says about its model.
 *
 * @param architecture of the network
 * @param classNames one name a class, in order; empty where outputs are not classes
 * @param recipe the name of the recipe that it was trained by, or what else describes its training
 * @param seed of initial kernels and dropout masks
 * @param dataHash the hash of the data that it was trained on
 * @param backend the name of the backend that trained it
 * @param version of Weft
 * @param extra further facts; their names must not be those of the facts above
 */
public record ModelMetadata(
    Architecture architecture,
    List<String> classNames,
    String recipe,
    long seed,
    String dataHash,
    String backend,
    String version,
    Map<String, String> extra) {
  public ModelMetadata {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(dataHash, "dataHash");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(version, "version");
    classNames = List.copyOf(classNames);
    extra = Map.copyOf(extra);
    if (!classNames.isEmpty() && classNames.size() != architecture.classes()) {
      throw new IllegalArgumentException(
          classNames.size()
              + " class names for a network of "
              + architecture.classes()
              + " classes");
    }
    for (String key : extra.keySet()) {
      if (MetadataText.KEYS.contains(key)) {
        throw new IllegalArgumentException("the extra fact '" + key + "' has a reserved name");
      }
    }
  }

  /** The same with one more fact, or another value of it. */
  public ModelMetadata with(String key, String fact) {
    Map<String, String> more = new HashMap<>(extra);
    more.put(key, fact);
    return new ModelMetadata(
        architecture, classNames, recipe, seed, dataHash, backend, version, more);
  }

  /**
   * All of this as the flat map of texts that model files carry, in a fixed order; {@link #ofFacts}
   * makes the same metadata of it.
   */
  public Map<String, String> facts() {
    return MetadataText.format(this, OptionalLong.empty());
  }

  /**
   * The metadata that a map of texts describes.
   *
   * @throws IllegalArgumentException where something is missing or makes no sense
   */
  public static ModelMetadata ofFacts(Map<String, String> facts) {
    return MetadataText.parse(facts);
  }
}
