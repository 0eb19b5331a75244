package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.nn.Architecture;
import dev.weft.nn.Dropout;
import dev.weft.nn.Loss;
import dev.weft.train.LearningRateSchedule;
import dev.weft.train.Task;
import dev.weft.train.TrainingSpec;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The recipes are the study's. */
class RecipeTest {
  @Test
  void referenceIsTheStudysText() {
    TrainingSpec multiclass = Recipe.reference().multiclass();
    Architecture ten = multiclass.network();
    assertEquals(List.of(784, 32, 32, 10), ten.widths());
    assertEquals(Loss.SOFTMAX_CROSS_ENTROPY, ten.loss());
    assertEquals(26_506, ten.parameterCount());
    assertEquals(50, multiclass.epochs());
    TrainingSpec binary = Recipe.reference().binary();
    assertEquals(List.of(784, 32, 32, 1), binary.network().widths());
    assertEquals(Loss.SIGMOID_CROSS_ENTROPY, binary.network().loss());
    assertEquals(25, binary.epochs());
    for (TrainingSpec spec : List.of(multiclass, binary)) {
      assertEquals(32, spec.batchSize());
      assertEquals(0.001f, spec.learningRate());
      assertEquals(LearningRateSchedule.constant(), spec.schedule());
      assertEquals(10_000, spec.validation().samples(60_000));
      assertEquals(OptionalInt.of(5), spec.patience());
      assertTrue(spec.shuffle());
    }
  }

  @Test
  void notebookDiffersInTheTwoClassModel() {
    assertEquals(Recipe.reference().multiclass(), Recipe.notebook().multiclass());
    Architecture binary = Recipe.notebook().binary().network();
    assertEquals(List.of(784, 32, 10, 1), binary.widths());
    assertEquals(List.of(new Dropout(0), new Dropout(0.2f), new Dropout(0)), binary.inputDropout());
  }

  @Test
  void tunedIsTheStudysNetworkTrainedBetter() {
    assertEquals(26_506, Recipe.tuned().multiclass().network().parameterCount());
    assertEquals("tuned", Recipe.tuned().withSeed(3).name());
    assertEquals(0, Recipe.tuned().multiclass().shift());
    assertEquals(1, Recipe.tuned().binary().shift());
    for (TrainingSpec spec : List.of(Recipe.tuned().multiclass(), Recipe.tuned().binary())) {
      assertEquals(200, spec.epochs());
      assertEquals(0.02, spec.optimizer().weightDecay());
      assertEquals(new Dropout(0.1f, false), spec.network().inputDropout().get(0));
      assertEquals(OptionalInt.empty(), spec.patience());
      assertEquals(10_000, spec.validation().samples(60_000));
      assertEquals(0, spec.rates().at(0.003f, 99_999, 500, 100_000), 1e-9f);
    }
  }

  @Test
  void everyNameHasARecipe() {
    Recipe.names().forEach(name -> assertEquals(name, Recipe.named(name).name()));
    assertThrows(IllegalArgumentException.class, () -> Recipe.named("other"));
  }

  @Test
  void seedAndEpochsReachBothModels() {
    Recipe changed = Recipe.reference().withSeed(9).withEpochs(30);
    assertEquals(9, changed.multiclass().seed());
    assertEquals(9, changed.binary().seed());
    assertEquals(30, changed.multiclass().epochs());
    assertEquals(25, changed.binary().epochs());
    assertNotEquals(Recipe.reference(), changed);
  }

  @Test
  void aTaskHasItsModelAndBothValidateAlike() {
    Recipe recipe = Recipe.reference().withValidation(200);
    assertEquals("reference", recipe.name());
    assertEquals(recipe.binary(), recipe.spec(Task.BINARY));
    assertEquals(recipe.multiclass(), recipe.spec(Task.MULTICLASS));
    assertEquals(recipe.multiclass(), recipe.spec(Task.REGRESSION));
    for (Task task : Task.values()) {
      assertEquals(200, recipe.spec(task).validation().samples(1000));
    }
  }
}
