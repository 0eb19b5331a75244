package dev.weft.backend.lifetime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.Backend;
import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendContract;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.data.ImageShift;
import dev.weft.data.ImageSize;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What does not fit together is refused before anything changes, and the message has both sides.
 */
@BackendContract
final class MisfitTest {
  private static final Architecture REGRESSION =
      Architecture.inputs(4).output(2, Loss.MEAN_SQUARED_ERROR);
  private static final Architecture SIGMOIDS =
      Architecture.inputs(4).output(2, Loss.SIGMOID_CROSS_ENTROPY);

  private final OpenBackend backend;

  MisfitTest(OpenBackend backend) {
    this.backend = backend;
  }

  private static void assertRefused(List<String> words, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    for (String word : words) {
      assertTrue(message.contains(word), "'" + message + "' does not say " + word);
    }
  }

  static Stream<Arguments> misfits() {
    Dataset narrow =
        Dataset.ofValues(new float[60], 3).withLabels(new int[20], List.of("a", "b", "c"));
    Dataset targets = SmallRun.FEATURES.withTargets(new float[100], 5);
    return Stream.of(
        Arguments.of("features", SmallRun.NETWORK, narrow, List.of("4", "3", "features")),
        Arguments.of("classes", SmallRun.NETWORK, SmallRun.labelled(7), List.of("3", "7")),
        Arguments.of("target width", SmallRun.NETWORK, targets, List.of("3", "5", "targets")),
        Arguments.of("no truth", SmallRun.NETWORK, SmallRun.FEATURES, List.of("neither")),
        Arguments.of(
            "labels for numbers", REGRESSION, SmallRun.labelled(2), List.of("targets", "labels")),
        Arguments.of(
            "labels for sigmoids", SIGMOIDS, SmallRun.labelled(2), List.of("targets", "labels")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void dataAndNetwork(String name, Architecture architecture, Dataset data, List<String> words) {
    try (BackendDataset resident = backend.context().upload(data);
        BackendNetwork network = backend.context().create(architecture, 1)) {
      assertRefused(words, () -> network.train(resident, SmallRun.slice(1)));
      assertRefused(words, () -> network.evaluate(resident, 0, 20));
      assertEquals(0, network.step());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Optimizer.MAX_STEP + 1, Long.MAX_VALUE})
  void aNumberOfUpdatesThatCannotBe(long step) {
    try (BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      network.step(Optimizer.MAX_STEP);
      assertRefused(List.of("step is " + step), () -> network.step(step));
      assertEquals(Optimizer.MAX_STEP, network.step());
    }
  }

  @Test
  void predictionNeedsNoTruthButItsFeatures() {
    try (BackendDataset fitting = backend.context().upload(SmallRun.FEATURES);
        BackendDataset narrow = backend.context().upload(Dataset.ofValues(new float[60], 3));
        BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      assertEquals(60, network.predict(fitting, 0, 20).length);
      assertRefused(List.of("4", "3", "features"), () -> network.predict(narrow, 0, 20));
    }
  }

  @Test
  void classWeights() {
    try (BackendDataset data = backend.context().upload(SmallRun.DATA);
        BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      assertRefused(List.of("2", "3"), () -> network.train(data, SmallRun.slice(1, 1, 1)));
      assertRefused(List.of("-1"), () -> network.train(data, SmallRun.slice(1, 1, -1, 1)));
      assertRefused(List.of("NaN"), () -> network.train(data, SmallRun.slice(1, 1, 1, Float.NaN)));
    }
  }

  @Test
  void classWeightsNeedLabels() {
    Dataset targets = SmallRun.FEATURES.withTargets(new float[40], 2);
    try (BackendDataset data = backend.context().upload(targets);
        BackendNetwork network = backend.context().create(REGRESSION, 1)) {
      assertRefused(List.of("labels"), () -> network.train(data, SmallRun.slice(1, 1, 1)));
    }
  }

  @Test
  void lengthsOfState() {
    int count = SmallRun.NETWORK.parameterCount();
    try (BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      for (State state : State.values()) {
        for (int length : new int[] {0, count - 1, count + 1}) {
          assertRefused(
              List.of("" + length, "" + count), () -> network.write(state, new float[length]));
        }
        assertArrayEquals(new float[count], network.read(state));
      }
      assertRefused(List.of("-1"), () -> network.step(-1));
    }
  }

  @Test
  void rangesOutsideTheData() {
    try (BackendDataset data = backend.context().upload(SmallRun.DATA);
        BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      for (int[] range : new int[][] {{-1, 5}, {0, 21}, {20, 21}, {6, 5}}) {
        assertRefused(List.of("samples", "20"), () -> network.evaluate(data, range[0], range[1]));
        assertRefused(List.of("samples", "20"), () -> network.predict(data, range[0], range[1]));
      }
    }
  }

  @Test
  void emptyRanges() {
    try (BackendDataset data = backend.context().upload(SmallRun.DATA);
        BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      assertRefused(List.of("samples"), () -> network.evaluate(data, 5, 5));
      assertRefused(List.of("samples"), () -> network.predict(data, 5, 5));
    }
  }

  @Test
  void samplesThatDoNotExist() {
    try (BackendDataset data = backend.context().upload(SmallRun.DATA);
        BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      for (int sample : new int[] {-1, 20, Integer.MAX_VALUE}) {
        assertRefused(
            List.of("" + sample, "20"), () -> network.train(data, order(0.001f, 0, sample)));
      }
      assertEquals(0, network.step(), "nothing is trained before the order is known to be good");
    }
  }

  @Test
  void shiftsOfWhatIsNoImage() {
    Dataset pixels =
        Dataset.ofPixels(new byte[80], 4).withLabels(new int[20], List.of("a", "b", "c"));
    try (BackendDataset values = backend.context().upload(SmallRun.DATA);
        BackendDataset images = backend.context().upload(pixels);
        BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      ImageShift fitting = new ImageShift(1, new ImageSize(2, 2));
      assertRefused(List.of("uint8"), () -> network.train(values, shifted(fitting)));
      ImageShift wider = new ImageShift(1, new ImageSize(3, 2));
      assertRefused(List.of("6 pixels", "4"), () -> network.train(images, shifted(wider)));
      assertEquals(0, network.step());
      network.train(images, shifted(fitting));
      assertEquals(1, network.step());
    }
  }

  /** One batch of two samples. */
  private static TrainingSlice shifted(ImageShift shift) {
    return new TrainingSlice(
        new int[] {0, 1},
        0,
        2,
        2,
        new float[] {0.001f},
        SmallRun.ADAM,
        new float[0],
        0,
        Optional.of(shift));
  }

  @Test
  void learningRatesThatAreNoNumbers() {
    try (BackendDataset data = backend.context().upload(SmallRun.DATA);
        BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      for (float rate : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        assertRefused(List.of("rate"), () -> network.train(data, order(rate, 0, 1)));
      }
    }
  }

  /** One batch of these samples. */
  private static TrainingSlice order(float rate, int... samples) {
    return new TrainingSlice(
        samples,
        0,
        samples.length,
        samples.length,
        new float[] {rate},
        SmallRun.ADAM,
        new float[0]);
  }

  @Test
  void dataOfAnotherContext() {
    try (BackendContext other = backend.backend().open(ContextOptions.defaults());
        BackendDataset foreign = other.upload(SmallRun.DATA);
        BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      assertRefused(List.of("another context"), () -> network.train(foreign, SmallRun.slice(1)));
      assertRefused(List.of("another context"), () -> network.evaluate(foreign, 0, 1));
      assertRefused(List.of("another context"), () -> network.predict(foreign, 0, 1));
    }
  }

  @Test
  void dataOfAnotherBackend() {
    List<Backend> others =
        OpenBackend.available()
            .filter(other -> !other.name().equals(backend.backend().name()))
            .toList();
    for (Backend other : others) {
      try (BackendContext context = other.open(ContextOptions.defaults());
          BackendDataset foreign = context.upload(SmallRun.DATA);
          BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
        assertRefused(List.of("another backend"), () -> network.train(foreign, SmallRun.slice(1)));
        assertRefused(List.of("another backend"), () -> network.evaluate(foreign, 0, 1));
        assertRefused(List.of("another backend"), () -> network.predict(foreign, 0, 1));
      }
    }
  }

  @Test
  void anEmptyDataSetIsRefused() {
    assertRefused(
        List.of("without samples"), () -> backend.context().upload(SmallRun.DATA.first(0)).close());
  }

  @Test
  void anotherDeviceIsRefused() {
    assertRefused(
        List.of("device"), () -> backend.backend().open(new ContextOptions(1, 0)).close());
  }
}
