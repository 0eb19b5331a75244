package dev.weft.backend.plain;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.DatasetFit;
import dev.weft.backend.Lifetime;
import dev.weft.backend.RangeMetrics;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import dev.weft.nn.Optimizer;
import dev.weft.nn.TensorSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network in plain Java: training, evaluation and prediction as compositions of the operations.
 */
final class PlainNetwork implements BackendNetwork {
  /** Samples of a forward pass outside training; only memory depends on it. */
  private static final int CHUNK = 256;

  private final Lifetime lifetime = new Lifetime("the network");
  private final PlainOperations operations = new PlainOperations();
  private final BackendContext context;
  private final Architecture architecture;
  private final PlainPass pass;
  private final float[] parameters;
  private final float[] firstMoments;
  private final float[] secondMoments;
  private Optional<float[]> average = Optional.empty();
  private long step;

  PlainNetwork(BackendContext context, Architecture architecture, long seed) {
    this.context = context;
    this.architecture = architecture;
    this.pass = new PlainPass(operations, architecture, seed);
    this.parameters = new float[architecture.parameterCount()];
    this.firstMoments = new float[parameters.length];
    this.secondMoments = new float[parameters.length];
  }

  @Override
  public synchronized SliceResult train(BackendDataset resident, TrainingSlice slice) {
    Dataset data = dataOf(resident);
    DatasetFit.requireTrainable(architecture, data);
    DatasetFit.requireClassWeights(architecture, data, slice.classWeights());
    DatasetFit.requireOrder(data, slice);
    DatasetFit.requireShift(data, slice);
    double[] stepLosses = new double[slice.steps()];
    long correct = 0;
    if (stepLosses.length > 0) {
      setAverage(slice.averageDecay() > 0);
    }
    for (int s = 0; s < stepLosses.length; s++) {
      int from = slice.from() + s * slice.batchSize();
      int to = from + Math.min(slice.batchSize(), slice.to() - from);
      int[] batch = Arrays.copyOfRange(slice.order(), from, to);
      pass.read(data, batch, slice.classWeights());
      long before = step;
      slice.shift().ifPresent(shift -> pass.move(shift, before));
      pass.forward(parameters, step);
      stepLosses[s] = pass.loss();
      correct += pass.correct();
      float[] gradients = pass.backward(parameters, step);
      step++;
      slice.optimizer().clip(gradients);
      for (TensorSpec tensor : architecture.tensors()) {
        slice
            .optimizer()
            .update(
                slice.learningRates()[s],
                step,
                tensor,
                gradients,
                parameters,
                firstMoments,
                secondMoments);
      }
      updateAverage(slice.averageDecay());
    }
    return new SliceResult(stepLosses, correct);
  }

  /** Begins an average as the parameters are, unless there is one; or ends it. */
  private void setAverage(boolean wanted) {
    average = wanted ? average.or(() -> Optional.of(parameters.clone())) : Optional.empty();
  }

  private void updateAverage(double decay) {
    float keep = (float) (1 - decay);
    average.ifPresent(
        values -> {
          for (int i = 0; i < values.length; i++) {
            values[i] += (parameters[i] - values[i]) * keep;
          }
        });
  }

  @Override
  public synchronized RangeMetrics evaluate(BackendDataset resident, int from, int to) {
    Dataset data = dataOf(resident);
    DatasetFit.requireTrainable(architecture, data);
    DatasetFit.requireRange(data, from, to);
    int classes = architecture.classes();
    long[] confusion = new long[classes * classes];
    double loss = 0;
    long correct = 0;
    for (int first = from; first < to; first += CHUNK) {
      int[] batch = IntStream.range(first, Math.min(first + CHUNK, to)).toArray();
      pass.read(data, batch, new float[0]);
      pass.forward(array(State.AVERAGE), PlainPass.NO_DROPOUT);
      loss += pass.loss() * batch.length;
      correct += pass.correct();
      pass.countInto(confusion);
    }
    return new RangeMetrics(loss / (to - from), correct, confusion);
  }

  @Override
  public synchronized float[] predict(BackendDataset resident, int from, int to) {
    Dataset data = dataOf(resident);
    DatasetFit.requireFeatures(architecture, data);
    DatasetFit.requireRange(data, from, to);
    float[] outputs = new float[Math.multiplyExact(to - from, architecture.outputs())];
    for (int first = from; first < to; first += CHUNK) {
      int[] batch = IntStream.range(first, Math.min(first + CHUNK, to)).toArray();
      pass.readFeatures(data, batch);
      pass.forward(array(State.AVERAGE), PlainPass.NO_DROPOUT);
      System.arraycopy(
          pass.outputs(),
          0,
          outputs,
          (first - from) * architecture.outputs(),
          batch.length * architecture.outputs());
    }
    return outputs;
  }

  @Override
  public synchronized float[] predictRows(float[] rows) {
    lifetime.requireOpen();
    int samples = DatasetFit.requireRows(architecture, rows);
    pass.readRows(rows, samples);
    pass.forward(array(State.AVERAGE), PlainPass.NO_DROPOUT);
    return pass.outputs().clone();
  }

  @Override
  public String path() {
    lifetime.requireOpen();
    return "plain Java";
  }

  private Dataset dataOf(BackendDataset resident) {
    lifetime.requireOpen();
    if (!(resident instanceof PlainDataset plain)) {
      throw new IllegalArgumentException("the data set belongs to another backend");
    }
    return plain.on(context);
  }

  @Override
  public synchronized float[] read(State state) {
    lifetime.requireOpen();
    return array(state).clone();
  }

  @Override
  public synchronized void write(State state, float[] values) {
    lifetime.requireOpen();
    if (values.length != parameters.length) {
      throw new IllegalArgumentException(
          values.length + " values for a network of " + parameters.length + " parameters");
    }
    if (state == State.PARAMETERS || state == State.AVERAGE) {
      setAverage(state == State.AVERAGE);
    }
    System.arraycopy(values, 0, array(state), 0, values.length);
  }

  private float[] array(State state) {
    return switch (state) {
      case PARAMETERS -> parameters;
      case FIRST_MOMENTS -> firstMoments;
      case SECOND_MOMENTS -> secondMoments;
      case AVERAGE -> average.orElse(parameters);
    };
  }

  @Override
  public synchronized boolean hasAverage() {
    lifetime.requireOpen();
    return average.isPresent();
  }

  @Override
  public synchronized long step() {
    lifetime.requireOpen();
    return step;
  }

  @Override
  public synchronized void step(long step) {
    lifetime.requireOpen();
    if (step < 0 || step > Optimizer.MAX_STEP) {
      throw new IllegalArgumentException(
          "step is " + step + ", expected 0 to " + Optimizer.MAX_STEP);
    }
    this.step = step;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
