package dev.weft;

import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.metrics.ClassChoice;
import dev.weft.metrics.Evaluation;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network on the device of an {@link Engine}: parameters, Adam state and what can be done with
 * them. Train it with {@link dev.weft.train.Trainer}.
 *
 * <p>Flat arrays of parameters and moments are in the order of {@link Architecture#tensors}.
 */
public final class Network implements AutoCloseable {
  private final Engine engine;
  private final Architecture architecture;
  private final long seed;
  private final BackendNetwork resident;

  Network(Engine engine, Architecture architecture, long seed, BackendNetwork resident) {
    this.engine = engine;
    this.architecture = architecture;
    this.seed = seed;
    this.resident = resident;
  }

  public Engine engine() {
    return engine;
  }

  public Architecture architecture() {
    return architecture;
  }

  /** The seed of initial kernels and dropout masks. */
  public long seed() {
    return seed;
  }

  /**
   * A copy of all parameters, as the network evaluates and predicts with them: where it is trained
   * with an average of the parameters, that average.
   */
  public float[] parameters() {
    return resident.read(State.AVERAGE);
  }

  /**
   * Replaces all parameters; Adam's moments and step stay as they are. An average of the parameters
   * before begins anew.
   */
  public void parameters(float[] values) {
    resident.write(State.PARAMETERS, values);
  }

  /**
   * A copy of Adam's moments and step and, where {@link #parameters} is an average, of the
   * parameters that were averaged last.
   */
  public AdamState adamState() {
    return new AdamState(
        resident.step(),
        resident.read(State.FIRST_MOMENTS),
        resident.read(State.SECOND_MOMENTS),
        resident.hasAverage() ? Optional.of(resident.read(State.PARAMETERS)) : Optional.empty());
  }

  /**
   * Replaces Adam's moments and step, to resume a run, after its {@link #parameters(float[])}:
   * where the state has parameters that were averaged, these were their average.
   */
  public void adamState(AdamState state) {
    if (state.unaveraged().isPresent() || resident.hasAverage()) {
      float[] average = parameters();
      resident.write(State.PARAMETERS, state.unaveraged().orElse(average));
      state.unaveraged().ifPresent(latest -> resident.write(State.AVERAGE, average));
    }
    resident.write(State.FIRST_MOMENTS, state.firstMoments());
    resident.write(State.SECOND_MOMENTS, state.secondMoments());
    resident.step(state.step());
  }

  /**
   * Writes the network to a file (safetensors) that {@link Engine#load} reads: parameters and,
   * where it was trained, the optimizer's state. The file is whole or, where writing fails, as it
   * was.
   *
   * @throws ModelFileException where it cannot be written
   */
  public void save(Path file) {
    save(file, List.of());
  }

  /** The same with one name a class, which predictions are then called by. */
  public void save(Path file, List<String> classNames) {
    ModelMetadata metadata =
        new ModelMetadata(
            architecture,
            classNames,
            "",
            seed,
            "",
            engine.info().backend(),
            Versions.read().weft(),
            Map.of());
    ModelFile.save(file, this, metadata, adamState().step() > 0);
  }

  /** Trains on a part of an epoch: what {@link dev.weft.train.Trainer} is made of. */
  public SliceResult train(ResidentDataset data, TrainingSlice slice) {
    return resident.train(data.on(engine), slice);
  }

  /** Loss, accuracy and confusion matrix over a data set. */
  public Evaluation evaluate(Dataset data) {
    try (ResidentDataset uploaded = engine.upload(data)) {
      return evaluate(uploaded, 0, data.size());
    }
  }

  /** Loss, accuracy and confusion matrix over the samples {@code from} to {@code to - 1}. */
  public Evaluation evaluate(ResidentDataset data, int from, int to) {
    return Evaluation.of(
        data.data().classNames(), to - from, resident.evaluate(data.on(engine), from, to));
  }

  /**
   * The outputs for each sample: class probabilities, the probability of class 1 where there is one
   * sigmoid output, or the values of linear outputs.
   *
   * @return [samples, outputs]
   */
  public float[] predict(Dataset data) {
    try (ResidentDataset uploaded = engine.upload(data)) {
      return predict(uploaded, 0, data.size());
    }
  }

  /**
   * The outputs for the samples {@code from} to {@code to - 1} of a data set on the device, as
   * {@link #predict(Dataset)} gives them.
   *
   * @return [to - from, outputs]
   */
  public float[] predict(ResidentDataset data, int from, int to) {
    return resident.predict(data.on(engine), from, to);
  }

  /**
   * The outputs for rows that are in no data set, the fastest way for one sample or a few: one row
   * of features, or several one after the other, in float32; pixels as value / 255.
   *
   * @param rows [samples, inputs]
   * @return [samples, outputs], as {@link #predict(Dataset)} gives them
   */
  public float[] predict(float[] rows) {
    return resident.predictRows(rows);
  }

  /**
   * The class predicted for one sample.
   *
   * @param row its features [inputs]; pixels as value / 255
   * @throws IllegalStateException where the outputs are not classes
   */
  public int predictClass(float[] row) {
    if (row.length != architecture.inputs()) {
      throw new IllegalArgumentException(
          "a sample has " + architecture.inputs() + " features, not " + row.length);
    }
    return classes(predict(row))[0];
  }

  /** How the backend computes this network, such as {@code fused}; for people. */
  public String path() {
    return resident.path();
  }

  /**
   * The class predicted for each sample: the most probable one, the first of equals; of one sigmoid
   * output class 1 where its probability is above one half.
   *
   * @throws IllegalStateException where the outputs are not classes
   */
  public int[] predictClasses(Dataset data) {
    return classes(predict(data));
  }

  /**
   * The class that each row of outputs stands for, as {@link #predictClasses} gives it.
   *
   * @param outputs what {@code predict} returned, [samples, outputs]
   * @throws IllegalStateException where the outputs are not classes
   */
  public int[] classes(float[] outputs) {
    return classes(architecture, outputs);
  }

  static int[] classes(Architecture architecture, float[] outputs) {
    int width = architecture.outputs();
    if (architecture.classes() == 0) {
      throw new IllegalStateException(
          "the network's outputs are not classes: it has "
              + width
              + " "
              + architecture.loss().outputFunction()
              + " outputs; read their values with predict");
    }
    int[] classes = new int[outputs.length / width];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = ClassChoice.of(outputs, i, width);
    }
    return classes;
  }

  /**
   * A table of the layers with output widths and parameter counts, as Keras prints it, and how they
   * are computed.
   */
  public String summary() {
    return Summary.of(architecture)
        + "Computed by: "
        + engine.info().backend()
        + ", "
        + path()
        + System.lineSeparator();
  }

  /** Frees the network on the device. */
  @Override
  public void close() {
    resident.close();
  }
}
