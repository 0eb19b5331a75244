package dev.weft.backend.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.backend.BackendContract;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.Closeness;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.TrainingSlice;
import dev.weft.backend.reference.FiniteDifferences;
import dev.weft.backend.reference.Float64;
import dev.weft.data.Dataset;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Dropout;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer.Adam;
import dev.weft.nn.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gradient of a whole network, by every parameter, against finite differences of the same
 * network in float64. With beta1 = 0 the first moments after one step are the gradient.
 */
@BackendContract
final class NetworkGradientTest {
  private static final int BATCH = 9;
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 3;
  private static final long SEED = 3;

  private final OpenBackend backend;

  NetworkGradientTest(OpenBackend backend) {
    this.backend = backend;
  }

  static Stream<Arguments> networks() {
    return Activation.KINDS.stream()
        .flatMap(
            activation ->
                Loss.KINDS.stream()
                    .flatMap(
                        loss ->
                            Stream.of(new Dropout(0), new Dropout(0.4f), new Dropout(0.4f, false))
                                .map(dropout -> Arguments.of(activation, loss, dropout))));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("networks")
  void isThatOfTheLoss(Activation activation, Loss loss, Dropout dropout) {
    float rate = dropout.rate();
    Architecture.Builder builder = Architecture.inputs(INPUTS);
    builder = dropout.scaled() ? builder.dropout(rate) : builder.masking(rate);
    builder.dense(7, activation).dense(4, activation);
    builder = dropout.scaled() ? builder.dropout(rate) : builder.masking(rate);
    Architecture architecture = builder.output(OUTPUTS, loss);
    Dataset data = Problems.targeted(Problems.values(BATCH, INPUTS), OUTPUTS);
    float[] parameters = new Noise(4).normal(architecture.parameterCount(), 0.5);
    try (BackendDataset resident = backend.context().upload(data);
        BackendNetwork network = backend.context().create(architecture, SEED)) {
      network.write(State.PARAMETERS, parameters);
      double[] at = Float64.widen(parameters);
      double[] losses = network.train(resident, oneStep()).stepLosses();
      double expectedLoss = loss(architecture, data, at);
      assertEquals(expectedLoss, losses[0], 1e-6 * expectedLoss);
      assertGradient(architecture, data, at, network.read(State.FIRST_MOMENTS));
    }
  }

  private static TrainingSlice oneStep() {
    int[] order = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    Adam withoutMomentum = new Adam(0, 0.999, 1e-7);
    return new TrainingSlice(
        order, 0, BATCH, BATCH, new float[] {0.001f}, withoutMomentum, new float[0]);
  }

  private void assertGradient(
      Architecture architecture, Dataset data, double[] at, float[] actual) {
    double[] expected = new double[at.length];
    double[] tolerance = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      expected[i] = FiniteDifferences.partial(p -> loss(architecture, data, p), at, i);
      // Four layers of sums over a few products of order 1.
      tolerance[i] = FiniteDifferences.ERROR + 32 * Closeness.ROUNDING;
    }
    Closeness.assertElements("the gradient", expected, actual, tolerance);
  }

  /** The mean loss of the whole set in float64, with the masks of step 0. */
  private double loss(Architecture architecture, Dataset data, double[] parameters) {
    double[] x = new double[BATCH * INPUTS];
    for (int i = 0; i < x.length; i++) {
      x[i] = data.values().get(i);
    }
    List<Dense> layers = architecture.denseLayers();
    for (int i = 0; i < layers.size(); i++) {
      x = masked(x, architecture.inputDropout().get(i), i);
      TensorSpec kernel = architecture.tensors().get(2 * i);
      TensorSpec bias = architecture.tensors().get(2 * i + 1);
      x = dense(x, parameters, kernel, bias, layers.get(i).activation());
    }
    return meanLoss(architecture.loss(), data, x);
  }

  private double[] masked(double[] x, Dropout dropout, int layer) {
    if (dropout.rate() == 0) {
      return x;
    }
    float[] mask = new float[x.length];
    Arrays.fill(mask, 1);
    backend.context().operations().dropout(dropout.rate(), SEED, layer, 0, mask, mask);
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] * (mask[i] == 0 || dropout.scaled() ? mask[i] : 1);
    }
    return y;
  }

  private static double[] dense(
      double[] x, double[] parameters, TensorSpec kernel, TensorSpec bias, Activation activation) {
    int in = kernel.shape().get(0);
    int out = kernel.shape().get(1);
    double[] y = new double[BATCH * out];
    for (int row = 0; row < BATCH; row++) {
      for (int o = 0; o < out; o++) {
        double z = parameters[bias.offset() + o];
        for (int i = 0; i < in; i++) {
          z += x[row * in + i] * parameters[kernel.offset() + i * out + o];
        }
        y[row * out + o] = Float64.activation(activation, z);
      }
    }
    return y;
  }

  private static double meanLoss(Loss loss, Dataset data, double[] logits) {
    double sum = 0;
    for (int row = 0; row < BATCH; row++) {
      double[] z = Arrays.copyOfRange(logits, row * OUTPUTS, (row + 1) * OUTPUTS);
      double[] t = new double[OUTPUTS];
      for (int k = 0; k < OUTPUTS; k++) {
        t[k] = data.targets().get(row * OUTPUTS + k);
      }
      sum += Float64.loss(loss, z, t);
    }
    return sum / BATCH;
  }
}
