package dev.weft.serve.models;

import dev.weft.data.LabelMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's classes read as groups. The choice is the group of the most probable class, as in the
 * study's binarized experiment; the probabilities are the sums over each group's classes, so the
 * chosen group is not always the one of the larger sum.
 *
 * @param name in the API
 * @param network the model whose classes are mapped
 * @param mapping of its classes to groups
 */
record MappedModel(String name, NetworkModel network, LabelMapping mapping) implements ServedModel {
  @Override
  public List<String> classNames() {
    return mapping.groupNames();
  }

  @Override
  public float[] probabilities(float[] outputs, int sample) {
    return mapping.sumProbabilities(network.values(outputs, sample));
  }

  @Override
  public int choice(float[] outputs, int sample) {
    return mapping.group(network.choice(outputs, sample));
  }

  /** The classes of each group. */
  Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    mapping.groupNames().forEach(group -> groups.put(group, new ArrayList<>()));
    for (int k = 0; k < mapping.sourceClasses(); k++) {
      groups.get(mapping.groupNames().get(mapping.group(k))).add(network.classNames().get(k));
    }
    return groups;
  }
}
