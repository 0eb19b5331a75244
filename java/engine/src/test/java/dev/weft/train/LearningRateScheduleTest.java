package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateScheduleTest {
  @Test
  void constantStaysAsItIs() {
    LearningRateSchedule schedule = LearningRateSchedule.constant(0.001f);
    assertEquals(0.001f, schedule.at(0, 10, 100));
    assertEquals(0.001f, schedule.at(99, 10, 100));
  }

  @Test
  void stepDecayChangesAtTheFirstStepOfAnEpoch() {
    LearningRateSchedule schedule = LearningRateSchedule.step(0.8f, 0.5f, 2);
    assertEquals(0.8f, schedule.at(0, 10, 60));
    assertEquals(0.8f, schedule.at(19, 10, 60));
    assertEquals(0.4f, schedule.at(20, 10, 60));
    assertEquals(0.4f, schedule.at(39, 10, 60));
    assertEquals(0.2f, schedule.at(40, 10, 60));
  }

  @Test
  void cosineWithoutWarmUpFallsFromTheRateToTheFinalRate() {
    LearningRateSchedule schedule = LearningRateSchedule.cosine(1, 0, 0.2f);
    assertEquals(1f, schedule.at(0, 7, 21));
    assertEquals(0.6f, schedule.at(10, 7, 21), 1e-7f);
    assertEquals(0.2f, schedule.at(20, 7, 21));
    // A quarter of the way: 0.2 + 0.8 * (1 + cos(pi / 4)) / 2.
    assertEquals(0.882842712f, schedule.at(5, 7, 21), 1e-7f);
  }

  @Test
  void cosineWarmsUpInEqualStepsToTheFullRate() {
    LearningRateSchedule schedule = LearningRateSchedule.cosine(0.5f, 1, 0);
    assertEquals(0.1f, schedule.at(0, 4, 12));
    assertEquals(0.2f, schedule.at(1, 4, 12));
    assertEquals(0.3f, schedule.at(2, 4, 12));
    assertEquals(0.4f, schedule.at(3, 4, 12));
    assertEquals(0.5f, schedule.at(4, 4, 12));
    assertTrue(schedule.at(5, 4, 12) < 0.5f);
    assertEquals(0f, schedule.at(11, 4, 12));
  }

  @Test
  void cosineOfASingleStepIsTheRate() {
    assertEquals(1f, LearningRateSchedule.cosine(1, 0, 0).at(0, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void ratesThatCannotTrainAreRefused(float rate) {
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.constant(rate));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.step(rate, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.cosine(rate, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.step(1, rate, 1));
  }

  @Test
  void otherSettingsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.step(1, 0.5f, 0));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.cosine(1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.cosine(1, 0, 1.1f));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.cosine(1, 0, -0.1f));
    assertThrows(
        IllegalArgumentException.class, () -> LearningRateSchedule.cosine(1, 0, Float.NaN));
  }
}
