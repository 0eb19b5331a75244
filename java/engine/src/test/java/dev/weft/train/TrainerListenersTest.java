package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Network;
import dev.weft.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerListenersTest {
  private static final Dataset DATA = TinyProblem.data(40);
  private static final TrainingSpec CONFIG =
      TrainingSpec.builder(TinyProblem.PLAIN)
          .epochs(3)
          .batchSize(4)
          .validation(Validation.last(4))
          .build();

  /** Slices of 4 steps, then of 1: an epoch of 9 steps reports after 4, 5, 6, 7, 8 and 9. */
  private static final double SMALL_SLICES = 0;

  private final TinyProblem problem = new TinyProblem();
  private final Network network = problem.network(TinyProblem.PLAIN);
  private final List<String> events = new ArrayList<>();

  @AfterEach
  void close() {
    network.close();
    problem.close();
  }

  /** Notes what it is told; subclasses do something besides. */
  private class Recorder implements TrainingListener {
    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public void trainingStarted(TrainingRun run) {
      events.add(name + " started");
    }

    @Override
    public void epochStarted(TrainingRun run, int epoch) {
      events.add(name + " epoch " + epoch);
    }

    @Override
    public void epochEnded(TrainingRun run, EpochRecord record) {
      events.add(name + " end of " + record.epoch());
    }

    @Override
    public void trainingEnded(TrainingRun run, History history) {
      events.add(name + " ended after " + history.epochs().size());
    }
  }

  private static Trainer trainer(TrainingListener... listeners) {
    return new Trainer(CONFIG, List.of(listeners), 0, SMALL_SLICES);
  }

  @Test
  void listenersAreCalledInOrder() {
    Recorder stopper =
        new Recorder("b") {
          @Override
          public void epochEnded(TrainingRun run, EpochRecord record) {
            super.epochEnded(run, record);
            if (record.epoch() == 2) {
              run.stop("enough");
              run.stop("a later reason");
            }
          }
        };
    History history = trainer(new Recorder("a"), stopper).fit(network, DATA);
    assertEquals(
        List.of(
            "a started",
            "b started",
            "a epoch 1",
            "b epoch 1",
            "a end of 1",
            "b end of 1",
            "a epoch 2",
            "b epoch 2",
            "a end of 2",
            "b end of 2",
            "a ended after 2",
            "b ended after 2"),
        events);
    assertEquals("enough", history.stopReason().orElseThrow().words());
    assertFalse(history.interrupted());
  }

  @Test
  void progressCountsStepsAndSamplesAndEndsWithTheEpoch() {
    List<Progress> seen = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void trainingStarted(TrainingRun run) {
            assertSame(network, run.network());
            assertSame(CONFIG, run.spec());
            assertEquals(36, run.trainSamples());
            assertEquals(4, run.validationSamples());
            assertEquals(9, run.stepsPerEpoch());
          }

          @Override
          public void progress(TrainingRun run, Progress progress) {
            seen.add(progress);
          }
        };
    History history = trainer(listener).fit(network, DATA);
    assertEquals(List.of(4, 5, 6, 7, 8, 9), seen.stream().map(Progress::step).limit(6).toList());
    Progress last = seen.get(5);
    EpochRecord record = history.epochs().get(0);
    assertEquals(
        new Progress(1, 3, 9, 9, 36, record.loss(), record.accuracy(), record.seconds()), last);
    assertEquals(16, seen.get(0).samples());
  }

  @Test
  void aStopInsideAnEpochEndsItBetweenBatches() {
    TrainingListener listener =
        new Recorder("a") {
          @Override
          public void progress(TrainingRun run, Progress progress) {
            if (progress.epoch() == 2 && progress.step() == 6) {
              run.stop("in the middle");
            }
          }
        };
    History history = trainer(listener).fit(network, DATA);
    assertTrue(history.interrupted());
    assertEquals("in the middle", history.stopReason().orElseThrow().words());
    assertEquals(1, history.epochs().size());
    assertEquals(9 + 6, network.adamState().step());
    assertEquals("a ended after 1", events.get(events.size() - 1));
  }

  @Test
  void aStopWithTheLastStepOfAnEpochStillCompletesIt() {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void progress(TrainingRun run, Progress progress) {
            if (progress.step() == 9) {
              run.stop("at the end");
            }
          }
        };
    History history = trainer(listener).fit(network, DATA);
    assertFalse(history.interrupted());
    assertEquals(1, history.epochs().size());
  }

  @Test
  void aStopBeforeTheFirstStepTrainsNothing() {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochStarted(TrainingRun run, int epoch) {
            run.stop("at once");
          }
        };
    History history = trainer(listener).fit(network, DATA);
    assertFalse(history.interrupted());
    assertEquals(List.of(), history.epochs());
    assertEquals(0, network.adamState().step());
  }

  @Test
  void anotherThreadMayStopTheRun() {
    CountDownLatch stopped = new CountDownLatch(1);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void trainingStarted(TrainingRun run) {
            new Thread(
                    () -> {
                      run.stop("from outside");
                      stopped.countDown();
                    })
                .start();
          }

          @Override
          public void progress(TrainingRun run, Progress progress) {
            try {
              stopped.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    History history = trainer(listener).fit(network, DATA);
    assertEquals("from outside", history.stopReason().orElseThrow().words());
    assertEquals(List.of(), history.epochs());
  }

  @Test
  void anExceptionOfAListenerReachesTheCallerAfterAllWereToldOfTheEnd() {
    IllegalStateException first = new IllegalStateException("disk full");
    TrainingListener failing =
        new Recorder("b") {
          @Override
          public void epochEnded(TrainingRun run, EpochRecord record) {
            throw first;
          }

          @Override
          public void trainingEnded(TrainingRun run, History history) {
            super.trainingEnded(run, history);
            assertEquals("failed: disk full", history.stopReason().orElseThrow().words());
            throw new IllegalStateException("and closing failed");
          }
        };
    Trainer trainer = trainer(new Recorder("a"), failing, new Recorder("c"));
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> trainer.fit(network, DATA));
    assertSame(first, thrown);
    assertEquals("and closing failed", thrown.getSuppressed()[0].getMessage());
    assertEquals(
        List.of("a ended after 1", "b ended after 1", "c ended after 1"),
        events.subList(events.size() - 3, events.size()));
  }

  @Test
  void aListenerThatRefusesTheRunEndsItForThoseStartedBefore() {
    TrainingListener refusing =
        new Recorder("b") {
          @Override
          public void trainingStarted(TrainingRun run) {
            throw new IllegalArgumentException("not like this");
          }
        };
    Trainer trainer = trainer(new Recorder("a"), refusing, new Recorder("c"));
    assertThrows(IllegalArgumentException.class, () -> trainer.fit(network, DATA));
    assertEquals(List.of("a started", "a ended after 0"), events);
  }
}
