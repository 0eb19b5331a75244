package dev.weft.interchange.tensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weft.model.ModelMetadata;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The facts of a model in a file whose tensors have another framework's names, so that an import
 * brings back the model as it was. The key that marks Weft's own files is left out, since such a
 * file is none.
 */
final class ExportedFacts {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String OWN_FORMAT = "weft_format";
  private static final String EXPORT = "weft_export";
  private static final String LAYERS = "weft_layers";
  private static final String FORMAT = "format";

  private ExportedFacts() {}

  static Map<String, String> of(ModelMetadata metadata, TensorNaming naming, List<String> layers) {
    Map<String, String> facts = new LinkedHashMap<>(metadata.facts());
    facts.put(EXPORT, facts.remove(OWN_FORMAT));
    facts.put(FORMAT, naming.format());
    try {
      facts.put(LAYERS, JSON.writeValueAsString(layers));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for a list of texts", e);
    }
    return facts;
  }

  /** Whether they are of a file that Weft saved for itself. */
  static boolean ownFile(Map<String, String> facts) {
    return facts.containsKey(OWN_FORMAT);
  }

  /** Whether they are of a file that Weft exported. */
  static boolean exported(Map<String, String> facts) {
    return facts.containsKey(EXPORT);
  }

  /**
   * The metadata that an exported file carries.
   *
   * @throws IllegalArgumentException where they make no sense
   */
  static ModelMetadata metadata(Map<String, String> facts) {
    Map<String, String> own = new LinkedHashMap<>(facts);
    own.put(OWN_FORMAT, own.remove(EXPORT));
    own.remove(FORMAT);
    own.remove(LAYERS);
    return ModelMetadata.ofFacts(own);
  }

  /**
   * The names of the layers in their order.
   *
   * @throws IllegalArgumentException where the file does not list them
   */
  static List<String> layers(Map<String, String> facts) {
    try {
      return Arrays.asList(JSON.readValue(facts.getOrDefault(LAYERS, "[]"), String[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its " + LAYERS + " are no JSON list of texts", e);
    }
  }
}
