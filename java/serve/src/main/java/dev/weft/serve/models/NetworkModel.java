package dev.weft.serve.models;

import dev.weft.metrics.ClassChoice;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A model of its own. Two are never equal: batches are put together by which network computes. */
public final class NetworkModel implements ServedModel {
  private final String name;
  private final String file;
  private final ModelMetadata metadata;
  private final List<String> classNames;
  private final UnaryOperator<float[]> predictor;

  /**
   * A model.
   *
   * @param name in the API
   * @param file the name of the file that it was read from, without its folder
   * @param metadata of that file
   * @param predictor computes it
   */
  public NetworkModel(
      String name, String file, ModelMetadata metadata, UnaryOperator<float[]> predictor) {
    this.name = name;
    this.file = file;
    this.metadata = metadata;
    this.classNames = named(metadata);
    this.predictor = predictor;
  }

  /** The names in the file, or numbers where it has none. */
  private static List<String> named(ModelMetadata metadata) {
    int classes = metadata.architecture().classes();
    return metadata.classNames().isEmpty()
        ? IntStream.range(0, classes).mapToObj(Integer::toString).toList()
        : metadata.classNames();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public NetworkModel network() {
    return this;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  /** The name of the file that it was read from, without its folder. */
  public String file() {
    return file;
  }

  /** What that file says of it. */
  public ModelMetadata metadata() {
    return metadata;
  }

  /** Of its network. */
  public Architecture architecture() {
    return metadata.architecture();
  }

  /** The outputs of the network for rows of features, [samples, outputs]. */
  public float[] predict(float[] rows) {
    return predictor.apply(rows);
  }

  /** The features that a row has. */
  public int inputs() {
    return architecture().inputs();
  }

  /** The values that the network gives for one sample. */
  public float[] values(float[] outputs, int sample) {
    int width = architecture().outputs();
    return Arrays.copyOfRange(outputs, sample * width, (sample + 1) * width);
  }

  @Override
  public float[] probabilities(float[] outputs, int sample) {
    float[] values = values(outputs, sample);
    // One sigmoid output is the probability of class 1.
    return values.length == 1 ? new float[] {1 - values[0], values[0]} : values;
  }

  @Override
  public int choice(float[] outputs, int sample) {
    return ClassChoice.of(outputs, sample, metadata.architecture().outputs());
  }
}
