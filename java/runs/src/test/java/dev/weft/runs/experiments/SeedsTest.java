package dev.weft.runs.experiments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Engine;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fashion.SyntheticGarments;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Recipe;
import dev.weft.runs.RunFolder;
import dev.weft.runs.SeedModels;
import dev.weft.runs.StopSignal;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Further seeds of the experiments, on few drawn garments, in plain Java. */
@Tag("training")
class SeedsTest {
  private static final FashionMnist DATA = new SyntheticGarments(3, 900, 300).draw();
  private static final Recipe RECIPE = Recipe.reference().withValidation(200).withEpochs(3);
  private static final List<Long> SEEDS = List.of(5L, 6L, 7L);

  @TempDir private Path parent;
  private final List<TrainedModel> trained = new ArrayList<>();

  private Optional<List<Outcome>> run(StopSignal stop, List<Long> seeds, Optional<Path> resumed) {
    trained.clear();
    try (Engine engine = Engine.open("java", 1);
        RunFolder folder = RunFolder.open(parent.resolve("run"), false)) {
      Pipeline pipeline = new Pipeline(engine, stop, model -> List.of());
      SeedModels models = new SeedModels(folder, resumed, engine.info(), Assertions::fail);
      Optional<List<Outcome>> outcomes =
          Experiments.runSeeds(pipeline, RECIPE, Samples.of(DATA), seeds, models, trained::add);
      folder.publishUnfinished();
      return outcomes;
    }
  }

  @Test
  void eachSeedIsWhatARunWithThatSeedIs() {
    List<Outcome> outcomes = run(new StopSignal(), SEEDS, Optional.empty()).orElseThrow();
    assertEquals(6, trained.size());
    try (Engine engine = Engine.open("java", 1)) {
      Pipeline pipeline = new Pipeline(engine, new StopSignal(), model -> List.of());
      Outcome alone =
          Experiments.run(pipeline, RECIPE.withSeed(6), Samples.of(DATA), Map.of(), model -> {})
              .orElseThrow();
      Outcome second = outcomes.get(1);
      assertArrayEquals(
          alone.multiclassModel().last().parameters(),
          second.multiclassModel().last().parameters());
      assertArrayEquals(
          alone.binaryModel().best().orElseThrow().model().parameters(),
          second.binaryModel().best().orElseThrow().model().parameters());
      for (int i = 0; i < 3; i++) {
        ExperimentFigures expected = alone.experiments().get(i).last();
        ExperimentFigures actual = second.experiments().get(i).last();
        assertEquals(expected.test().accuracy(), actual.test().accuracy());
        assertEquals(expected.validationLoss(), actual.validationLoss());
      }
    }
  }

  /** What is there is not trained again; another specification or seed is. */
  @Test
  void whatAnEarlierRunLeftIsTaken() {
    List<Outcome> first = run(new StopSignal(), SEEDS, Optional.empty()).orElseThrow();
    List<Outcome> again =
        run(new StopSignal(), List.of(5L, 6L, 7L, 8L), Optional.of(parent.resolve("run")))
            .orElseThrow();
    assertEquals(List.of(8L, 8L), trained.stream().map(m -> m.run().spec().seed()).toList());
    for (int i = 0; i < 3; i++) {
      assertEquals(
          first.get(i).binarized().last().test().confusion().toCsv(),
          again.get(i).binarized().last().test().confusion().toCsv());
      assertEquals(
          first.get(i).multiclass().best().validationLoss(),
          again.get(i).multiclass().best().validationLoss());
      assertEquals(
          first.get(i).multiclass().history().epochs(),
          again.get(i).multiclass().history().epochs());
    }
  }

  @Test
  void aRequestToStopKeepsWhatIsTrained() {
    StopSignal stop = new StopSignal();
    stop.request();
    assertTrue(run(stop, SEEDS, Optional.empty()).isEmpty());
    assertEquals(List.of(), trained);
  }
}
