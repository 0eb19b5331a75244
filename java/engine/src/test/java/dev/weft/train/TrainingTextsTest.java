package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.nn.Dropout;
import dev.weft.nn.Optimizer.AdamW;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of options: what they stand for, and what they do not take. */
class TrainingTextsTest {
  private static TrainingSpec with(String name, String text) {
    SpecBuilder builder = TrainingSpec.builder(TinyProblem.PLAIN).epochs(5);
    TrainingFields.ALL.stream()
        .filter(field -> field.name().equals(name))
        .forEach(field -> field.set(builder, text));
    return builder.build();
  }

  private static void assertRefused(String name, String... texts) {
    for (String text : texts) {
      assertThrows(IllegalArgumentException.class, () -> with(name, text), text);
    }
  }

  @Test
  void readsSchedules() {
    assertEquals(LearningRateSchedule.constant(), with("lr_schedule", "constant").schedule());
    assertEquals(LearningRateSchedule.step(0.5f, 3), with("lr_schedule", "step:0.5:3").schedule());
    assertEquals(LearningRateSchedule.cosine(0, 0), with("lr_schedule", "cosine").schedule());
    assertEquals(LearningRateSchedule.cosine(2, 0), with("lr_schedule", "cosine:2").schedule());
    assertEquals(
        LearningRateSchedule.cosine(2, 1e-5f), with("lr_schedule", "cosine:2:1e-5").schedule());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "linear",
        "constant:1",
        "step",
        "step:0.5",
        "step:0:3",
        "step:0.5:0",
        "step:nan:2",
        "cosine:-1",
        "cosine:1:-1",
        "cosine:1:2:3",
        "cosine:x"
      })
  void refusesOtherSchedules(String text) {
    assertRefused("lr_schedule", text);
  }

  @Test
  void readsValidationAsSamplesOrFraction() {
    assertEquals(Validation.last(10_000), with("validation", "10000").validation());
    assertEquals(Validation.none(), with("validation", "0").validation());
    assertEquals(Validation.none(), with("validation", "0.0").validation(), "Keras' default");
    assertEquals(Validation.fraction(0.2), with("validation", "0.2").validation());
    assertEquals(3, Validation.fraction(0.2).samples(12));
    assertEquals(12_000, Validation.fraction(0.2).samples(60_000));
    assertRefused("validation", "1.0", "-0.1", "-5", "half", "");
  }

  @Test
  void readsPatience() {
    assertEquals(OptionalInt.of(5), with("early_stopping", "5").patience());
    assertEquals(OptionalInt.empty(), with("early_stopping", "off").patience());
    assertRefused("early_stopping", "0", "-1", "never");
  }

  @Test
  void readsClassWeights() {
    assertEquals(ClassWeights.balanced(), with("class_weights", "balanced").classWeights());
    assertEquals(
        new ClassWeights.Given(List.of(1f, 0.5f, 2f)),
        with("class_weights", "1,0.5,2").classWeights());
    assertRefused("class_weights", "1,", "0,0", "-1,1", "NaN,1", "even");
  }

  @Test
  void readsDropoutBehindTheLayerThatItNames() {
    assertEquals(0.2f, with("dropout", "0.2@1").network().inputDropout().get(1).rate());
    assertEquals(0.1f, with("dropout", "0.1@0").network().inputDropout().get(0).rate());
    assertEquals(TinyProblem.PLAIN, with("dropout", "0@1").network());
    assertEquals(new Dropout(0.1f, false), with("masking_noise", "0.1").network().layers().get(0));
    assertEquals(TinyProblem.PLAIN, with("masking_noise", "0").network());
    assertRefused("masking_noise", "1", "-0.1", "NaN", "0.1@0");
    assertRefused("dropout", "0.2", "1@1", "-0.1@1", "0.2@-1", "@", "NaN@1");
  }

  /** The command line tries the text of each option by itself, before it knows the others. */
  @Test
  void everyOptionOfASpecificationIsReadByItself() {
    TrainingSpec spec =
        TrainingSpec.builder(TinyProblem.WITH_DROPOUT)
            .epochs(9)
            .schedule(LearningRateSchedule.cosine(0, 1e-4f))
            .warmup(0.1)
            .optimizer(new AdamW(0.8, 0.99, 1e-6, 0.01, 2))
            .averageDecay(0.9)
            .shift(2)
            .validation(Validation.fraction(0.3))
            .earlyStopping(4)
            .classWeights(ClassWeights.of(1, 0.5f, 2))
            .shuffle(false)
            .build();
    for (TrainingField field : TrainingFields.ALL) {
      SpecBuilder nothingElse = TrainingSpec.builder(TinyProblem.PLAIN);
      field.texts(spec).forEach(text -> field.set(nothingElse, text));
    }
  }
}
