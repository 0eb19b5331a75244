package dev.weft.data;

import java.util.List;

/**
 * A mapping of classes to fewer groups, such as the ten classes of Fashion-MNIST to clothing and
 * the rest. One value serves the labels of a data set, predicted classes and class probabilities,
 * so that the binary and the binarized experiment cannot disagree.
 *
 * @param groups the group of each source class
 * @param groupNames one name a group, in order
 */
public record LabelMapping(List<Integer> groups, List<String> groupNames) {
  public LabelMapping {
    groups = List.copyOf(groups);
    groupNames = List.copyOf(groupNames);
    if (groupNames.size() < 2) {
      throw new IllegalArgumentException("a mapping has at least 2 groups");
    }
    for (int group : groups) {
      if (group < 0 || group >= groupNames.size()) {
        throw new IllegalArgumentException(
            "group " + group + " is not one of the " + groupNames.size() + " groups");
      }
    }
  }

  /** The number of classes that are mapped. */
  public int sourceClasses() {
    return groups.size();
  }

  /** The group of a class. */
  public int group(int sourceClass) {
    if (sourceClass < 0 || sourceClass >= groups.size()) {
      throw new IllegalArgumentException(
          "class " + sourceClass + " is not one of the " + groups.size() + " mapped classes");
    }
    return groups.get(sourceClass);
  }

  /** The groups of many classes. */
  public int[] map(int[] classes) {
    int[] mapped = new int[classes.length];
    for (int i = 0; i < classes.length; i++) {
      mapped[i] = group(classes[i]);
    }
    return mapped;
  }

  /**
   * The probability of each group: the sum over its classes, in the order of the classes.
   *
   * @param probabilities [samples, source classes]
   * @return [samples, groups]
   */
  public float[] sumProbabilities(float[] probabilities) {
    if (probabilities.length % sourceClasses() != 0) {
      throw new IllegalArgumentException(
          probabilities.length + " probabilities are not rows of " + sourceClasses() + " classes");
    }
    int samples = probabilities.length / sourceClasses();
    float[] summed = new float[samples * groupNames.size()];
    for (int i = 0; i < samples; i++) {
      for (int c = 0; c < sourceClasses(); c++) {
        summed[i * groupNames.size() + group(c)] += probabilities[i * sourceClasses() + c];
      }
    }
    return summed;
  }
}
