package dev.weft.runs.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.DataException;
import dev.weft.Engine;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fetch.DataListener;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Recipe;
import dev.weft.runs.StopSignal;
import dev.weft.runs.input.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The three experiments end to end on the real data and the best backend of this machine: a minute
 * in plain Java, seconds elsewhere. Passed over where the data is not on the machine, except in CI.
 */
@Tag("training")
class StudyReproductionTest {
  @Test
  void theReferenceRecipeReproducesTheStudy() {
    FashionMnist data = data();
    try (Engine engine = Engine.open()) {
      Outcome outcome =
          Experiments.run(
                  new Pipeline(engine, new StopSignal(), model -> List.of()),
                  Recipe.reference(),
                  Samples.of(data),
                  Map.of(),
                  model -> {})
              .orElseThrow();
      for (ExperimentFigures measured :
          List.of(outcome.multiclass().last(), outcome.multiclass().best())) {
        double accuracy = measured.test().accuracy();
        assertTrue(accuracy >= 0.86 && accuracy <= 0.89, "multiclass " + accuracy);
        assertEquals(10_000, measured.test().samples());
        assertEquals(10_000, measured.validation().samples());
      }
      assertTrue(outcome.binary().last().test().accuracy() > 0.99);
      assertTrue(outcome.binary().best().test().accuracy() > 0.99);
      Verdict order = Verdicts.order(outcome);
      assertTrue(order.holds(), order.toString());
    }
  }

  private static FashionMnist data() {
    try {
      return FashionMnist.load(DataLocation.search().withoutNetwork(), DataListener.silent());
    } catch (DataException e) {
      Assumptions.assumeTrue(System.getenv("CI") != null, e.getMessage());
      throw e;
    }
  }
}
