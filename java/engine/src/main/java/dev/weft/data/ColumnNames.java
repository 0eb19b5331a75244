package dev.weft.data;

import java.util.List;

/**
 * What the columns of a table are called, so that another table's can be brought into the same
 * order.
 *
 * @param features one name a feature, in order; empty where they have none
 * @param targets one name a target, in order; empty where they have none
 */
public record ColumnNames(List<String> features, List<String> targets) {
  private static final ColumnNames NONE = new ColumnNames(List.of(), List.of());

  public ColumnNames {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
  }

  /** Of data whose columns have no names, such as images. */
  public static ColumnNames none() {
    return NONE;
  }

  /** Requires as many names as there are features and targets, or none. */
  void requireFit(int featureCount, int targetWidth) {
    requireFit("feature", features.size(), featureCount);
    requireFit("target", targets.size(), targetWidth);
  }

  private static void requireFit(String kind, int names, int count) {
    if (names > 0 && names != count) {
      throw new IllegalArgumentException(names + " " + kind + " names for " + count + " columns");
    }
  }
}
