package dev.weft.backend.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContract;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.Closeness;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.RangeMetrics;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.data.TrainTest;
import dev.weft.nn.Architecture;
import dev.weft.nn.TensorSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole training step on the real images, against float64 runs of an independent framework. The
 * contract is 1e-5 of every parameter tensor; another framework's float32 run lies at 4e-7.
 */
@BackendContract
@Tag("training")
final class GoldenTrajectoryTest {
  private static final double LOSS = 1e-6;

  /** Measured 2e-7 to 6e-7: what goes beyond this is a mistake, not rounding. */
  private static final double TENSOR = 2e-6;

  /** Of {@code adamw}, whose steps are three times as long: measured 1.1e-6 to 1.9e-6. */
  private static final double TENSOR_OF_LONG_STEPS = 4e-6;

  private final OpenBackend backend;

  GoldenTrajectoryTest(OpenBackend backend) {
    this.backend = backend;
  }

  @ParameterizedTest
  @ValueSource(strings = {"multiclass", "binary", "odd-shapes", "leaky", "adamw", "recipe"})
  void isFollowed(String name) {
    Golden golden = new Golden(name);
    TrainTest images = Images.load();
    long seed = (long) golden.number("seed", 0);
    double[] range = golden.numbers("train_range");
    Dataset train = labelled(golden, images.train().range((int) range[0], (int) range[1]));
    Dataset test = labelled(golden, images.test());
    try (BackendDataset resident = backend.context().upload(train);
        BackendDataset residentTest = backend.context().upload(test);
        BackendNetwork network = backend.context().create(golden.architecture(), seed)) {
      network.write(State.PARAMETERS, golden.init());
      assertLosses(golden, train(golden, network, resident, train.size()), train.size());
      assertParameters(golden, golden.end(), network.read(State.PARAMETERS));
      golden
          .average()
          .ifPresent(average -> assertParameters(golden, average, network.read(State.AVERAGE)));
      assertJudgement(golden, network.evaluate(residentTest, 0, test.size()), test.size());
    }
  }

  private static Dataset labelled(Golden golden, Dataset data) {
    return golden.binary() ? data.relabel(Images.CLOTHING) : data;
  }

  /** All epochs, one slice each; the losses of all steps. */
  private static double[] train(
      Golden golden, BackendNetwork network, BackendDataset data, int samples) {
    int batch = (int) golden.number("batch_size");
    int[] fileOrder = IntStream.range(0, samples).toArray();
    return IntStream.range(0, (int) golden.number("epochs"))
        .mapToObj(
            epoch ->
                new TrainingSlice(
                    fileOrder,
                    0,
                    samples,
                    batch,
                    golden.rates(epoch, TrainingSlice.steps(samples, batch)),
                    golden.optimizer(),
                    new float[0],
                    golden.number("average_decay", 0),
                    Optional.empty()))
        .flatMapToDouble(epoch -> Arrays.stream(network.train(data, epoch).stepLosses()))
        .toArray();
  }

  private static void assertLosses(Golden golden, double[] losses, int samples) {
    assertEquals((int) golden.number("steps"), losses.length);
    double[] first = golden.numbers("loss_first_steps");
    for (int step = 0; step < first.length; step++) {
      assertEquals(first[step], losses[step], LOSS * first[step], "loss of step " + step);
    }
    double[] epochs = golden.numbers("loss_per_epoch");
    int batch = (int) golden.number("batch_size");
    int steps = losses.length / epochs.length;
    for (int epoch = 0; epoch < epochs.length; epoch++) {
      double sum = 0;
      for (int step = 0; step < steps; step++) {
        sum += losses[epoch * steps + step] * Math.min(batch, samples - step * batch);
      }
      assertEquals(epochs[epoch], sum / samples, LOSS * epochs[epoch], "loss of epoch " + epoch);
    }
  }

  private static void assertParameters(Golden golden, float[] expected, float[] actual) {
    Architecture architecture = golden.architecture();
    double most = golden.number("learning_rate") > 0.001 ? TENSOR_OF_LONG_STEPS : TENSOR;
    for (TensorSpec tensor : architecture.tensors()) {
      int end = tensor.offset() + tensor.length();
      double error =
          Closeness.relativeError(
              Arrays.copyOfRange(expected, tensor.offset(), end),
              Arrays.copyOfRange(actual, tensor.offset(), end));
      assertTrue(error < most, tensor.name() + " is off by " + error);
    }
  }

  private static void assertJudgement(Golden golden, RangeMetrics metrics, int samples) {
    double loss = golden.number("test_loss");
    assertEquals(loss, metrics.loss(), LOSS * loss);
    assertEquals(golden.number("test_accuracy"), (double) metrics.correct() / samples);
  }
}
