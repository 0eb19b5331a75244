package dev.weft.backend.training;

import static dev.weft.backend.training.Identity.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContract;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.RangeMetrics;
import dev.weft.backend.SliceResult;
import dev.weft.backend.training.Course.Outcome;
import dev.weft.data.Dataset;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a network of any backend does, apart from its numbers. */
@BackendContract
final class LearningTest {
  private static final Architecture SMALL =
      Architecture.inputs(6).dense(16, Activation.TANH).output(3, Loss.SOFTMAX_CROSS_ENTROPY);

  private static final Dataset DATA = Problems.labelled(Problems.values(100, 6), 3);

  private final OpenBackend backend;

  LearningTest(OpenBackend backend) {
    this.backend = backend;
  }

  @Test
  void aNetworkStartsAtZero() {
    try (BackendNetwork network = backend.context().create(SMALL, 1)) {
      for (State state : State.values()) {
        assertArrayEquals(new float[SMALL.parameterCount()], network.read(state));
      }
      assertEquals(0, network.step());
    }
  }

  @Test
  void equalLogitsAreTheFirstClassAndTheirLossIsTheLogarithm() {
    try (BackendNetwork network = backend.context().create(SMALL, 1);
        BackendDataset data = backend.context().upload(DATA)) {
      RangeMetrics metrics = network.evaluate(data, 0, 100);
      assertEquals(Math.log(3), metrics.loss(), 1e-6);
      assertEquals(DATA.classCounts()[0], metrics.correct());
    }
  }

  @Test
  void trainingLowersTheLoss() {
    Outcome outcome = new Course("long", SMALL, DATA, 10, 100).on(backend.context());
    double first = Arrays.stream(outcome.losses()).limit(10).average().orElseThrow();
    assertTrue(outcome.metrics().loss() < first / 2, outcome.metrics().loss() + " after " + first);
  }

  @Test
  void countsAddUp() {
    Outcome outcome = new Course("short", SMALL, DATA, 10, 2).on(backend.context());
    long[] confusion = outcome.metrics().confusion();
    assertEquals(100, Arrays.stream(confusion).sum());
    assertEquals(confusion[0] + confusion[4] + confusion[8], outcome.metrics().correct());
    for (int truth = 0; truth < 3; truth++) {
      long row = confusion[3 * truth] + confusion[3 * truth + 1] + confusion[3 * truth + 2];
      assertEquals(DATA.classCounts()[truth], row, "samples of class " + truth);
    }
  }

  @Test
  void rangesAreParts() {
    Course course = new Course("short", SMALL, DATA, 10, 2);
    Outcome whole = course.on(backend.context());
    try (BackendNetwork network = backend.context().create(SMALL, 1);
        BackendDataset data = backend.context().upload(DATA)) {
      network.write(State.PARAMETERS, whole.parameters());
      RangeMetrics head = network.evaluate(data, 0, 33);
      RangeMetrics tail = network.evaluate(data, 33, 100);
      assertEquals(whole.metrics().loss(), (33 * head.loss() + 67 * tail.loss()) / 100, 1e-6);
      assertEquals(whole.metrics().correct(), head.correct() + tail.correct());
      assertArrayEquals(
          Arrays.copyOfRange(whole.predictions(), 3 * 33, 3 * 34),
          network.predict(data, 33, 34),
          1e-6f);
    }
  }

  @Test
  void anEmptySliceChangesNothing() {
    try (BackendNetwork network = backend.context().create(SMALL, 1);
        BackendDataset data = backend.context().upload(DATA)) {
      SliceResult result = network.train(data, new Course("", SMALL, DATA, 10, 1).slice(0, 20, 20));
      assertEquals(0, result.stepLosses().length);
      assertEquals(0, result.correct());
      assertEquals(0, network.step());
    }
  }

  @Test
  void aBatchLargerThanTheDataIsTheData() {
    Outcome exact = new Course("all", SMALL, DATA, 100, 2).on(backend.context());
    Outcome larger = new Course("all", SMALL, DATA, Integer.MAX_VALUE, 2).on(backend.context());
    assertEquals(2, larger.step());
    assertIdentical(exact, larger);
  }

  @Test
  void aDivergenceShows() {
    float[] values = new float[60];
    values[31] = Float.NaN;
    Dataset damaged = Problems.labelled(Dataset.ofValues(values, 6), 3);
    Course course = new Course("NaN", SMALL, damaged, 10, 1);
    double[] losses = course.on(backend.context()).losses();
    assertTrue(Double.isNaN(losses[0]), "the loss is " + losses[0]);
  }

  @Test
  void dropoutIsOffOutsideTraining() {
    Architecture dropping =
        Architecture.inputs(6)
            .dropout(0.5f)
            .dense(16, Activation.TANH)
            .dropout(0.5f)
            .output(3, Loss.SOFTMAX_CROSS_ENTROPY);
    Outcome trained = new Course("", SMALL, DATA, 10, 2).on(backend.context());
    try (BackendNetwork network = backend.context().create(dropping, 1);
        BackendDataset data = backend.context().upload(DATA)) {
      network.write(State.PARAMETERS, trained.parameters());
      assertArrayEquals(trained.predictions(), network.predict(data, 0, 100));
      double[] losses =
          network.train(data, new Course("", dropping, DATA, 100, 1).slice(0, 0, 100)).stepLosses();
      assertFalse(Math.abs(losses[0] - trained.metrics().loss()) < 1e-3, "nothing was dropped");
    }
  }

  @Test
  void readsAreCopies() {
    try (BackendNetwork network = backend.context().create(SMALL, 1)) {
      float[] values = new float[SMALL.parameterCount()];
      network.write(State.PARAMETERS, values);
      values[0] = 1;
      network.read(State.PARAMETERS)[1] = 1;
      assertArrayEquals(new float[SMALL.parameterCount()], network.read(State.PARAMETERS));
    }
  }
}
