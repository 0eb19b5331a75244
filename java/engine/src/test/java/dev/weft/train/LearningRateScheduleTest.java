package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  @Test
  void constantStaysAsItIs() {
    LearningRateSchedule schedule = LearningRateSchedule.constant();
    assertEquals(0.001f, schedule.at(0.001f, 0, 10, 100));
    assertEquals(0.001f, schedule.at(0.001f, 99, 10, 100));
  }

  @Test
  void stepDecayChangesAtTheFirstStepOfAnEpoch() {
    LearningRateSchedule schedule = LearningRateSchedule.step(0.5f, 2);
    assertEquals(0.8f, schedule.at(0.8f, 0, 10, 60));
    assertEquals(0.8f, schedule.at(0.8f, 19, 10, 60));
    assertEquals(0.4f, schedule.at(0.8f, 20, 10, 60));
    assertEquals(0.4f, schedule.at(0.8f, 39, 10, 60));
    assertEquals(0.2f, schedule.at(0.8f, 40, 10, 60));
  }

  @Test
  void cosineWithoutWarmUpFallsFromTheRateToTheFinalRate() {
    LearningRateSchedule schedule = LearningRateSchedule.cosine(0, 0.2f);
    assertEquals(1f, schedule.at(1, 0, 7, 21));
    assertEquals(0.6f, schedule.at(1, 10, 7, 21), 1e-7f);
    assertEquals(0.2f, schedule.at(1, 20, 7, 21));
    // A quarter of the way: 0.2 + 0.8 * (1 + cos(pi / 4)) / 2.
    assertEquals(0.882842712f, schedule.at(1, 5, 7, 21), 1e-7f);
  }

  @Test
  void cosineWarmsUpInEqualStepsToTheFullRate() {
    LearningRateSchedule schedule = LearningRateSchedule.cosine(1, 0);
    assertEquals(0.1f, schedule.at(0.5f, 0, 4, 12));
    assertEquals(0.2f, schedule.at(0.5f, 1, 4, 12));
    assertEquals(0.3f, schedule.at(0.5f, 2, 4, 12));
    assertEquals(0.4f, schedule.at(0.5f, 3, 4, 12));
    assertEquals(0.5f, schedule.at(0.5f, 4, 4, 12));
    assertTrue(schedule.at(0.5f, 5, 4, 12) < 0.5f);
    assertEquals(0f, schedule.at(0.5f, 11, 4, 12));
  }

  @Test
  void cosineOfASingleStepIsTheRate() {
    assertEquals(1f, LearningRateSchedule.cosine(0, 0).at(1, 0, 1, 1));
  }

  @Test
  void warmUpRisesOverAPartOfAllStepsWhateverTheEpochs() {
    LearningRateSchedule schedule =
        LearningRateSchedule.warmup(0.25, LearningRateSchedule.constant());
    for (int stepsPerEpoch : new int[] {4, 16}) {
      assertEquals(0.1f, schedule.at(0.5f, 0, stepsPerEpoch, 16));
      assertEquals(0.4f, schedule.at(0.5f, 3, stepsPerEpoch, 16));
      assertEquals(0.5f, schedule.at(0.5f, 4, stepsPerEpoch, 16));
      assertEquals(0.5f, schedule.at(0.5f, 15, stepsPerEpoch, 16));
    }
    assertTrue(schedule.dependsOnEpochs());
  }

  /** Cosine's own warm-up, in epochs, is the same where the part is whole epochs. */
  @Test
  void cosineBehindAWarmUpHasTheStepsThatAreLeft() {
    LearningRateSchedule cosine = LearningRateSchedule.cosine(2, 0.01f);
    LearningRateSchedule warmup =
        LearningRateSchedule.warmup(0.25, LearningRateSchedule.cosine(0, 0.01f));
    for (int step = 0; step < 56; step++) {
      assertEquals(cosine.at(0.3f, step, 7, 56), warmup.at(0.3f, step, 7, 56), "step " + step);
    }
    assertEquals(0.01f, warmup.at(0.3f, 55, 7, 56));
  }

  @Test
  void stepDecayCountsFromTheEndOfTheWarmUp() {
    LearningRateSchedule schedule =
        LearningRateSchedule.warmup(0.2, LearningRateSchedule.step(0.5f, 1));
    assertEquals(1f, schedule.at(1, 2, 4, 10));
    assertEquals(1f, schedule.at(1, 5, 4, 10));
    assertEquals(0.5f, schedule.at(1, 6, 4, 10));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.step(0, 1));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.step(Float.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.step(0.5f, 0));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.cosine(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.cosine(0, -0.1f));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.cosine(0, Float.NaN));
    LearningRateSchedule high = LearningRateSchedule.cosine(0, 1.1f);
    assertThrows(IllegalArgumentException.class, () -> high.check(1, 10));
  }

  @Test
  void textsSpellThem() {
    for (String text : new String[] {"constant", "step:0.5:3", "cosine:2:0.001"}) {
      assertEquals(text, LearningRateSchedule.parse(text).toString());
    }
    assertEquals(LearningRateSchedule.cosine(0, 0), LearningRateSchedule.parse("COSINE"));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.parse("step:2:1"));
  }

  @Test
  void oneMayBringOnesOwn() {
    LearningRateSchedule own = (rate, step, stepsPerEpoch, totalSteps) -> rate / (1 + step);
    TrainingSpec spec =
        TrainingSpec.builder(TinyProblem.PLAIN).epochs(2).learningRate(0.5f).schedule(own).build();
    TrainingPlan plan =
        TrainingPlan.of(spec, TinyProblem.PLAIN, TinyProblem.data(64), Optional.empty());
    assertArrayEquals(new float[] {0.5f / 3, 0.5f / 4}, plan.learningRates(spec, 1, 0, 2));
  }
}
