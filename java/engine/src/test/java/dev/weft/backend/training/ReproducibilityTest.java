package dev.weft.backend.training;

import static dev.weft.backend.training.Identity.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.backend.BackendContract;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.SliceResult;
import dev.weft.backend.training.Course.Outcome;
import dev.weft.data.Dataset;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but seed, data and order decides about a result, to the last bit. */
@BackendContract
@Tag("training")
final class ReproducibilityTest {
  private static final int SAMPLES = 333;
  private static final int BATCH = 32;

  private static final Dataset DATA = Problems.labelled(Problems.pixels(SAMPLES, 784), 10);

  private static final Architecture WITH_DROPOUT =
      Architecture.inputs(784)
          .dense(32, Activation.RELU)
          .dropout(0.2f)
          .dense(32, Activation.RELU)
          .dropout(0.4f)
          .output(10, Loss.SOFTMAX_CROSS_ENTROPY);

  private static final Course COURSE =
      new Course("two epochs", WITH_DROPOUT, DATA, BATCH, 2).withAverage(0.9);

  private final OpenBackend backend;

  ReproducibilityTest(OpenBackend backend) {
    this.backend = backend;
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    assertIdentical(COURSE.on(backend.context()), COURSE.on(backend.context()));
  }

  @Test
  void anotherContextGivesTheSameBits() {
    try (OpenBackend other = backend.another()) {
      assertIdentical(COURSE.on(backend.context()), COURSE.on(other.context()));
    }
  }

  @Test
  void anotherSeedDropsOtherElements() {
    try (BackendDataset data = backend.context().upload(DATA);
        BackendNetwork one = backend.context().create(WITH_DROPOUT, 1);
        BackendNetwork other = backend.context().create(WITH_DROPOUT, 2)) {
      float[] start = start();
      one.write(State.PARAMETERS, start);
      other.write(State.PARAMETERS, start);
      one.train(data, COURSE.slice(0, 0, BATCH));
      other.train(data, COURSE.slice(0, 0, BATCH));
      assertFalse(Arrays.equals(one.read(State.PARAMETERS), other.read(State.PARAMETERS)));
    }
  }

  private float[] start() {
    try (BackendNetwork network = COURSE.network(backend.context())) {
      return network.read(State.PARAMETERS);
    }
  }

  @ParameterizedTest(name = "{0} steps a slice")
  @ValueSource(ints = {1, 3, 10})
  void slicesOfAnEpochAreTheEpoch(int stepsPerSlice) {
    try (BackendDataset data = backend.context().upload(DATA);
        BackendNetwork sliced = COURSE.network(backend.context())) {
      double[] losses = new double[2 * 11];
      long correct = 0;
      int step = 0;
      for (int epoch = 0; epoch < 2; epoch++) {
        correct = 0;
        for (int from = 0; from < SAMPLES; from += stepsPerSlice * BATCH) {
          int to = Math.min(from + stepsPerSlice * BATCH, SAMPLES);
          SliceResult result = sliced.train(data, COURSE.slice(epoch, from, to));
          System.arraycopy(result.stepLosses(), 0, losses, step, result.stepLosses().length);
          step += result.stepLosses().length;
          correct += result.correct();
        }
      }
      assertIdentical(COURSE.on(backend.context()), COURSE.outcome(sliced, data, losses, correct));
    }
  }

  @Test
  void aRunThatWasStoppedAndResumedEndsWhereTheUnbrokenOneDoes() {
    Outcome unbroken = COURSE.on(backend.context());
    try (BackendDataset data = backend.context().upload(DATA);
        BackendNetwork first = COURSE.network(backend.context());
        BackendNetwork second = COURSE.network(backend.context())) {
      int stop = 5 * BATCH;
      first.train(data, COURSE.slice(0, 0, stop));
      for (State state : State.values()) {
        second.write(state, first.read(state));
      }
      second.step(first.step());
      second.train(data, COURSE.slice(0, stop, SAMPLES));
      second.train(data, COURSE.slice(1, 0, SAMPLES));
      assertIdentical(
          unbroken, COURSE.outcome(second, data, unbroken.losses(), unbroken.correct()));
    }
  }

  @Test
  void lookingAtANetworkDoesNotChangeItsCourse() {
    Outcome unwatched = COURSE.on(backend.context());
    try (BackendDataset data = backend.context().upload(DATA);
        BackendNetwork watched = COURSE.network(backend.context())) {
      watched.train(data, COURSE.slice(0, 0, 2 * BATCH));
      watched.evaluate(data, 0, SAMPLES);
      watched.predict(data, 3, 4);
      watched.train(data, COURSE.slice(0, 2 * BATCH, SAMPLES));
      watched.evaluate(data, 100, 101);
      watched.train(data, COURSE.slice(1, 0, SAMPLES));
      assertIdentical(
          unwatched, COURSE.outcome(watched, data, unwatched.losses(), unwatched.correct()));
    }
  }
}
