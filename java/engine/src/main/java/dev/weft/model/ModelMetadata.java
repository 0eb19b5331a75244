package dev.weft.model;

import dev.weft.data.ColumnNames;
import dev.weft.data.FeatureScale;
import dev.weft.nn.Architecture;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a model file says about its model.
 *
 * @param architecture of the network
 * @param classNames one name a class, in order; empty where outputs are not classes
 * @param columns what its inputs and outputs are called, where it was trained on a table that says
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
    ColumnNames columns,
    String recipe,
    long seed,
    String dataHash,
    String backend,
    String version,
    Map<String, String> extra) {
  private static final String FEATURE_SCALE = "feature_scale";

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
    requireFit("features", columns.features(), architecture.inputs());
    requireFit("targets", columns.targets(), architecture.outputs());
    for (String key : extra.keySet()) {
      if (MetadataText.KEYS.contains(key)) {
        throw new IllegalArgumentException("the extra fact '" + key + "' has a reserved name");
      }
    }
  }

  /** Of a model whose inputs and outputs have no names. */
  public ModelMetadata(
      Architecture architecture,
      List<String> classNames,
      String recipe,
      long seed,
      String dataHash,
      String backend,
      String version,
      Map<String, String> extra) {
    this(
        architecture,
        classNames,
        ColumnNames.none(),
        recipe,
        seed,
        dataHash,
        backend,
        version,
        extra);
  }

  private static void requireFit(String kind, List<String> names, int count) {
    if (!names.isEmpty() && names.size() != count) {
      throw new IllegalArgumentException(
          names.size() + " names of " + kind + " for a network that has " + count);
    }
  }

  /** The same with names of the classes. */
  public ModelMetadata withClassNames(List<String> names) {
    return new ModelMetadata(
        architecture, names, columns, recipe, seed, dataHash, backend, version, extra);
  }

  /** The same with one more fact, or another value of it. */
  public ModelMetadata with(String key, String fact) {
    Map<String, String> more = new HashMap<>(extra);
    more.put(key, fact);
    return new ModelMetadata(
        architecture, classNames, columns, recipe, seed, dataHash, backend, version, more);
  }

  /** The same with how the features were read that it was trained on. */
  public ModelMetadata with(FeatureScale scale) {
    return with(FEATURE_SCALE, scale.toString());
  }

  /**
   * How the features were read that the model was trained on; empty where its file does not say, as
   * those of other frameworks and of before do not.
   */
  public Optional<FeatureScale> featureScale() {
    return Arrays.stream(FeatureScale.values())
        .filter(scale -> scale.toString().equals(extra.get(FEATURE_SCALE)))
        .findFirst();
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
