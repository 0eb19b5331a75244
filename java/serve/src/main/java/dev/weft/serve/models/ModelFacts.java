package dev.weft.serve.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client is told about a model.
 *
 * @param name in the API
 * @param kind {@code network}, or {@code mapped} for another reading of a network's classes
 * @param mappedFrom the name of the model whose classes are mapped
 * @param groups of a mapped model the classes of each group
 * @param inputs features of a row
 * @param features their names in the order of a row; empty where they have none
 * @param classes their names in order; empty where outputs are not classes
 * @param layers widths from the input to the output
 * @param activations of the layers between
 * @param output the function of the last layer
 * @param loss by the name that Keras gives it
 * @param parameters how many there are
 * @param file that it was read from
 * @param recipe that it was trained by
 * @param seed that it was trained with
 * @param dataHash of the data that it was trained on
 * @param backend that trained it
 * @param weftVersion that trained it
 * @param facts whatever else its file says
 */
public record ModelFacts(
    String name,
    String kind,
    Optional<String> mappedFrom,
    Optional<Map<String, List<String>>> groups,
    int inputs,
    List<String> features,
    List<String> classes,
    List<Integer> layers,
    List<String> activations,
    String output,
    String loss,
    int parameters,
    String file,
    String recipe,
    long seed,
    String dataHash,
    String backend,
    String weftVersion,
    Map<String, String> facts) {
  /** Of a model that is served. */
  public static ModelFacts of(ServedModel model) {
    NetworkModel network = model.network();
    Optional<MappedModel> mapped =
        model instanceof MappedModel reading ? Optional.of(reading) : Optional.empty();
    var dense = network.architecture().denseLayers();
    return new ModelFacts(
        model.name(),
        mapped.isPresent() ? "mapped" : "network",
        mapped.map(reading -> reading.network().name()),
        mapped.map(MappedModel::groups),
        network.inputs(),
        network.metadata().columns().features(),
        model.classNames(),
        network.architecture().widths(),
        dense.subList(0, dense.size() - 1).stream()
            .map(layer -> layer.activation().toString())
            .toList(),
        network.architecture().loss().outputFunction().toString(),
        network.architecture().loss().kerasName(),
        network.architecture().parameterCount(),
        network.file(),
        network.metadata().recipe(),
        network.metadata().seed(),
        network.metadata().dataHash(),
        network.metadata().backend(),
        network.metadata().version(),
        new TreeMap<>(network.metadata().extra()));
  }

  /** The list of all models. */
  public record All(List<ModelFacts> models) {}
}
