package dev.weft.app.models;

import dev.weft.files.Sha256;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import dev.weft.nn.TensorSpec;
import dev.weft.train.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code weft show --json} prints.
 *
 * @param bytes of the file
 * @param adamStep the number of updates where the file has Adam's state, to resume training
 * @param parameters how many there are
 * @param parameterHash their SHA-256, by which equal trainings are known
 * @param sound whether all of them are finite numbers
 * @param extra further facts of the file
 */
public record ModelReport(
    String file,
    long bytes,
    String task,
    String loss,
    List<Integer> layers,
    List<String> activations,
    List<String> classNames,
    List<String> featureNames,
    List<String> targetNames,
    String recipe,
    long seed,
    String dataHash,
    String backend,
    String version,
    Optional<Long> adamStep,
    int parameters,
    String parameterHash,
    boolean sound,
    Map<String, String> extra,
    List<Tensor> tensors) {
  /**
   * A tensor's values; minimum, maximum and mean are those of its finite ones, NaN without any.
   *
   * @param unsound how many are NaN or infinite
   */
  public record Tensor(
      String name, List<Integer> shape, double min, double max, double mean, int unsound) {
    private static Tensor of(TensorSpec spec, float[] flat) {
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      double sum = 0;
      int unsound = 0;
      for (int i = spec.offset(); i < spec.offset() + spec.length(); i++) {
        float value = flat[i];
        if (Float.isFinite(value)) {
          min = Math.min(min, value);
          max = Math.max(max, value);
          sum += value;
        } else {
          unsound++;
        }
      }
      int sound = spec.length() - unsound;
      return new Tensor(
          spec.name(),
          spec.shape(),
          sound == 0 ? Double.NaN : min,
          sound == 0 ? Double.NaN : max,
          sum / sound,
          unsound);
    }
  }

  /** Of a model that was read. */
  public static ModelReport of(String name, long bytes, ModelFile file) {
    ModelMetadata metadata = file.metadata();
    Architecture architecture = metadata.architecture();
    List<Tensor> tensors =
        architecture.tensors().stream().map(spec -> Tensor.of(spec, file.parameters())).toList();
    return new ModelReport(
        name,
        bytes,
        Task.of(architecture.loss(), architecture.outputs()).toString(),
        architecture.loss().kerasName(),
        architecture.widths(),
        architecture.denseLayers().stream().map(dense -> dense.activation().toString()).toList(),
        metadata.classNames(),
        metadata.columns().features(),
        metadata.columns().targets(),
        metadata.recipe(),
        metadata.seed(),
        metadata.dataHash(),
        metadata.backend(),
        metadata.version(),
        file.adamState().map(adam -> adam.step()),
        architecture.parameterCount(),
        Sha256.ofFloats(file.parameters()),
        tensors.stream().allMatch(tensor -> tensor.unsound() == 0),
        new TreeMap<>(metadata.extra()),
        tensors);
  }
}
