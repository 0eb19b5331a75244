package dev.weft.runs.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
import dev.weft.runs.StopSignal;
import dev.weft.train.EpochRecord;
import dev.weft.train.Progress;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelTrainingTest {
  private static final int SAMPLES = 400;
  private static final ModelPlan PLAN = Recipe.reference().multiclass();

  /** One batch a step, so that the first slice of an epoch is far from its end. */
  private static ModelPlan plan(Dataset data) {
    return new ModelPlan(
        Task.MULTICLASS,
        PLAN.network().withLayers(List.of(data.features(), 8, 2)),
        3,
        1,
        PLAN.learningRate(),
        PLAN.schedule(),
        PLAN.optimizer(),
        new ValidationSize.Samples(0),
        OptionalInt.empty(),
        PLAN.classWeights(),
        PLAN.shuffle(),
        7);
  }

  private static Dataset data() {
    Random random = new Random(3);
    float[] values = new float[2 * SAMPLES];
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      values[2 * i] = random.nextFloat();
      values[2 * i + 1] = random.nextFloat();
      labels[i] = values[2 * i] > values[2 * i + 1] ? 1 : 0;
    }
    return Dataset.ofValues(values, 2).withLabels(labels, List.of("left", "right"));
  }

  @Test
  void stoppedInsideAnEpochTheNetworkIsWhatItWasBeforeItAndGoesOn() {
    Dataset data = data();
    ModelPlan plan = plan(data);
    try (Engine engine = Engine.open("java", 1);
        ResidentDataset resident = engine.upload(data);
        Network unbroken = engine.network(plan.network().architecture(), 7);
        Network network = engine.network(plan.network().architecture(), 7)) {
      StopSignal none = new StopSignal();
      new ModelTraining(none, true).train(unbroken, resident, plan, Earlier.NOTHING, List.of());

      StopSignal afterTwo = new StopSignal();
      TrainingListener atTheEndOfTwo =
          new TrainingListener() {
            @Override
            public void epochEnded(TrainingRun run, EpochRecord record) {
              if (record.epoch() == 2) {
                afterTwo.request();
              }
            }
          };
      Trained two =
          new ModelTraining(afterTwo, true)
              .train(network, resident, plan, Earlier.NOTHING, List.of(atTheEndOfTwo));
      assertEquals(2, two.history().epochs().size());
      float[] parameters = network.parameters();
      AdamState adam = network.adamState();

      StopSignal inside = new StopSignal();
      TrainingListener atOnce =
          new TrainingListener() {
            @Override
            public void progress(TrainingRun run, Progress progress) {
              assertTrue(progress.step() < progress.stepsPerEpoch(), progress.toString());
              inside.request();
            }
          };
      Earlier earlier = new Earlier(two.history().epochs(), two.best().map(b -> b.parameters()));
      Trained still =
          new ModelTraining(inside, true).train(network, resident, plan, earlier, List.of(atOnce));
      assertTrue(still.history().interrupted());
      assertEquals(2, still.history().epochs().size());
      assertArrayEquals(parameters, network.parameters());
      assertEquals(adam.step(), network.adamState().step());
      assertArrayEquals(adam.firstMoments(), network.adamState().firstMoments());
      assertArrayEquals(adam.secondMoments(), network.adamState().secondMoments());

      Trained whole =
          new ModelTraining(none, true).train(network, resident, plan, earlier, List.of());
      assertEquals(3, whole.history().epochs().size());
      assertArrayEquals(unbroken.parameters(), network.parameters());
    }
  }
}
