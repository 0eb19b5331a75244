package dev.weft.model;

import dev.weft.data.ColumnNames;
import dev.weft.json.JsonReader;
import dev.weft.json.JsonWriter;
import dev.weft.nn.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** {@link ModelMetadata} as the flat map of strings that a safetensors file carries. */
final class MetadataText {
  private static final String FORMAT = "weft_format";
  private static final String FORMAT_VERSION = "1";
  private static final String ARCHITECTURE = "architecture";
  private static final String LOSS = "loss";
  private static final String CLASS_NAMES = "class_names";
  private static final String FEATURE_NAMES = "feature_names";
  private static final String TARGET_NAMES = "target_names";
  private static final String RECIPE = "recipe";
  private static final String SEED = "seed";
  private static final String DATA_HASH = "data_hash";
  private static final String BACKEND = "backend";
  private static final String VERSION = "version";
  private static final String ADAM_STEP = "adam_step";

  /** The names that have a meaning here. */
  static final Set<String> KEYS =
      Set.of(
          FORMAT,
          ARCHITECTURE,
          LOSS,
          CLASS_NAMES,
          FEATURE_NAMES,
          TARGET_NAMES,
          RECIPE,
          SEED,
          DATA_HASH,
          BACKEND,
          VERSION,
          ADAM_STEP,
          ContentChecksum.KEY);

  private MetadataText() {}

  /** Whether these are metadata that {@link #format} wrote, in this or another version of them. */
  static boolean isPresent(Map<String, String> text) {
    return text.containsKey(FORMAT);
  }

  /** In a fixed order: our facts first, then the extra ones by name. */
  static Map<String, String> format(ModelMetadata metadata, OptionalLong adamStep) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put(FORMAT, FORMAT_VERSION);
    text.put(ARCHITECTURE, ArchitectureText.format(metadata.architecture()));
    text.put(LOSS, metadata.architecture().loss().kerasName());
    text.put(CLASS_NAMES, JsonWriter.write(metadata.classNames()));
    putNames(text, FEATURE_NAMES, metadata.columns().features());
    putNames(text, TARGET_NAMES, metadata.columns().targets());
    text.put(RECIPE, metadata.recipe());
    text.put(SEED, Long.toString(metadata.seed()));
    text.put(DATA_HASH, metadata.dataHash());
    text.put(BACKEND, metadata.backend());
    text.put(VERSION, metadata.version());
    adamStep.ifPresent(step -> text.put(ADAM_STEP, Long.toString(step)));
    text.putAll(new TreeMap<>(metadata.extra()));
    return text;
  }

  private static void putNames(Map<String, String> text, String key, List<String> names) {
    if (!names.isEmpty()) {
      text.put(key, JsonWriter.write(names));
    }
  }

  /**
   * The metadata in a map.
   *
   * @throws IllegalArgumentException where something is missing or makes no sense
   */
  static ModelMetadata parse(Map<String, String> text) {
    if (!text.containsKey(FORMAT)) {
      throw new IllegalArgumentException(
          "its metadata have no '" + FORMAT + "', so it is no model that Weft saved");
    }
    String format = text.get(FORMAT);
    if (!format.equals(FORMAT_VERSION)) {
      throw new IllegalArgumentException(
          "its format is version '" + format + "', this Weft reads version " + FORMAT_VERSION);
    }
    Map<String, String> extra = new TreeMap<>(text);
    extra.keySet().removeAll(KEYS);
    return new ModelMetadata(
        ArchitectureText.parse(required(text, ARCHITECTURE), required(text, LOSS)),
        names(CLASS_NAMES, required(text, CLASS_NAMES)),
        new ColumnNames(columns(text, FEATURE_NAMES), columns(text, TARGET_NAMES)),
        required(text, RECIPE),
        number(text, SEED),
        required(text, DATA_HASH),
        required(text, BACKEND),
        required(text, VERSION),
        extra);
  }

  /** The number of Adam updates, where there is one. */
  static OptionalLong adamStep(Map<String, String> text) {
    if (!text.containsKey(ADAM_STEP)) {
      return OptionalLong.empty();
    }
    long step = number(text, ADAM_STEP);
    if (step < 0) {
      throw new IllegalArgumentException("its " + ADAM_STEP + " is negative: " + step);
    }
    if (step > Optimizer.MAX_STEP) {
      throw new IllegalArgumentException(
          "its " + ADAM_STEP + " is " + step + ", expected 0 to " + Optimizer.MAX_STEP);
    }
    return OptionalLong.of(step);
  }

  private static String required(Map<String, String> text, String key) {
    if (!text.containsKey(key)) {
      throw new IllegalArgumentException("its metadata have no '" + key + "'");
    }
    return text.get(key);
  }

  private static long number(Map<String, String> text, String key) {
    try {
      return Long.parseLong(required(text, key));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "its metadata say " + key + " = '" + text.get(key) + "', which is not a whole number", e);
    }
  }

  /** Files of before, and of models that were not trained on a table, have none. */
  private static List<String> columns(Map<String, String> text, String key) {
    return names(key, text.getOrDefault(key, "[]"));
  }

  private static List<String> names(String key, String json) {
    if (JsonReader.read(json) instanceof List<?> list
        && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new IllegalArgumentException("its " + key + " are not a JSON list of strings: " + json);
  }
}
