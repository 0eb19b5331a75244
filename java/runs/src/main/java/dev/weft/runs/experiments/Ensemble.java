package dev.weft.runs.experiments;

import dev.weft.metrics.ClassChoice;
import dev.weft.metrics.Predictions;
import java.util.ArrayList;
import java.util.List;

/** Networks whose probabilities are averaged (a committee; Hansen and Salamon, 1990). */
final class Ensemble {
  private Ensemble() {}

  /**
   * The accuracy of the first network, of the first two together, and so on.
   *
   * @param members their answers to the same samples
   */
  static List<Double> accuracies(List<Predictions> members) {
    List<Double> accuracies = new ArrayList<>();
    int samples = members.get(0).size();
    int width = members.get(0).probabilities().length / samples;
    float[] sums = new float[samples * width];
    for (Predictions member : members) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += member.probabilities()[i];
      }
      accuracies.add(accuracy(sums, accuracies.size() + 1, member.truth()));
    }
    return accuracies;
  }

  private static double accuracy(float[] sums, int members, int[] truth) {
    float[] means = new float[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = sums[i] / members;
    }
    int width = sums.length / truth.length;
    int right = 0;
    for (int i = 0; i < truth.length; i++) {
      right += ClassChoice.of(means, i, width) == truth[i] ? 1 : 0;
    }
    return (double) right / truth.length;
  }
}
