package dev.weft.runs.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Engine;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fashion.SyntheticGarments;
import dev.weft.runs.EarlierModel;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Recipe;
import dev.weft.runs.StopSignal;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** All three experiments on few drawn garments, in plain Java. */
class ExperimentsTest {
  private static final FashionMnist DATA = new SyntheticGarments(3, 900, 300).draw();
  private static final Recipe RECIPE = Recipe.reference().withValidation(200).withEpochs(6);

  private static Optional<Outcome> run(
      StopSignal stop, Map<String, EarlierModel> earlier, Consumer<TrainedModel> keep) {
    try (Engine engine = Engine.open("java", 1)) {
      Pipeline pipeline = new Pipeline(engine, stop, model -> List.of());
      return Experiments.run(pipeline, RECIPE, Samples.of(DATA), earlier, keep);
    }
  }

  @Test
  void theBinarizedExperimentIsTheTenClassModelsOwn() {
    Outcome outcome = run(new StopSignal(), Map.of(), model -> {}).orElseThrow();
    long[][] ten = outcome.multiclass().last().test().confusion().counts();
    long right = 0;
    for (int truth = 0; truth < ten.length; truth++) {
      for (int predicted = 0; predicted < ten.length; predicted++) {
        boolean same = FashionMnist.CLOTHING.group(truth) == FashionMnist.CLOTHING.group(predicted);
        right += same ? ten[truth][predicted] : 0;
      }
    }
    assertEquals(right, outcome.binarized().last().test().confusion().correct());
    assertTrue(
        outcome.binarized().last().test().accuracy()
            >= outcome.multiclass().last().test().accuracy());
  }

  @Test
  void anInterruptionEndsBothTrainings() {
    StopSignal stop = new StopSignal();
    stop.request();
    List<String> begun = new ArrayList<>();
    assertTrue(run(stop, Map.of(), model -> begun.add(model.run().name())).isEmpty());
    assertEquals(List.of("multiclass"), begun);
  }
}
