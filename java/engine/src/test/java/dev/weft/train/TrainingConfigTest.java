package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.nn.Optimizer.Adam;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {
  @Test
  void defaultsAreThoseOfKeras() {
    TrainingConfig config = TrainingConfig.builder().build();
    assertEquals(1, config.epochs());
    assertEquals(0, config.initialEpoch());
    assertEquals(32, config.batchSize());
    assertEquals(Adam.DEFAULT, config.optimizer());
    assertEquals(LearningRateSchedule.constant(0.001f), config.learningRate());
    assertEquals(Validation.none(), config.validation());
    assertTrue(config.shuffle());
    assertEquals(0, config.shuffleSeed());
    assertEquals(List.of(), config.classWeights());
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertMessage("1 or more epochs, not 0", TrainingConfig.builder().epochs(0));
    assertMessage("epochs - 1 = 2, not 3", TrainingConfig.builder().epochs(3).initialEpoch(3));
    assertMessage("not -1", TrainingConfig.builder().initialEpoch(-1));
    assertMessage("1 or more samples, not 0", TrainingConfig.builder().batchSize(0));
    assertMessage(
        "2 warm-up epochs leave nothing of 2",
        TrainingConfig.builder().epochs(2).learningRate(LearningRateSchedule.cosine(1, 2, 0)));
    assertMessage("class 1 is -1.0", TrainingConfig.builder().classWeights(List.of(1f, -1f)));
    assertMessage("class 0 is NaN", TrainingConfig.builder().classWeights(List.of(Float.NaN)));
    assertMessage("all class weights are 0", TrainingConfig.builder().classWeights(List.of(0f)));
  }

  @Test
  void validationOutOfRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Validation.last(-1));
    assertThrows(IllegalArgumentException.class, () -> Validation.fraction(1));
    assertThrows(IllegalArgumentException.class, () -> Validation.fraction(-0.1));
    assertThrows(IllegalArgumentException.class, () -> Validation.fraction(Double.NaN));
    assertEquals(Validation.none(), Validation.last(0));
    assertEquals(Validation.none(), Validation.fraction(0));
  }

  private static void assertMessage(String part, TrainingConfig.Builder builder) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
