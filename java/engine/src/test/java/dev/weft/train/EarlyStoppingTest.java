package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  private static final double NAN = Double.NaN;
  private final TinyProblem problem = new TinyProblem();
  private final Network network = problem.network(TinyProblem.PLAIN);

  @AfterEach
  void close() {
    network.close();
    problem.close();
  }

  private TrainingRun run(Validation validation) {
    Dataset data = TinyProblem.data(10);
    TrainingSpec config =
        TrainingSpec.builder(TinyProblem.PLAIN).epochs(50).validation(validation).build();
    TrainingPlan plan = TrainingPlan.of(config, TinyProblem.PLAIN, data, Optional.empty());
    ResidentDataset resident = problem.engine().upload(data);
    return new TrainingRun(network, resident, config, plan, 0, List.of());
  }

  /** Feeds val_losses until the run is to stop; after each epoch all parameters are its number. */
  private int epochsUntilStop(EarlyStopping stopping, double... valLosses) {
    TrainingRun run = run(Validation.last(2));
    stopping.trainingStarted(run);
    int epoch = 0;
    while (epoch < valLosses.length && !run.stopRequested()) {
      epoch++;
      float[] parameters = new float[network.architecture().parameterCount()];
      Arrays.fill(parameters, epoch);
      network.parameters(parameters);
      stopping.epochEnded(run, record(epoch, valLosses[epoch - 1]));
    }
    stopping.trainingEnded(run, new History(List.of(), run.stopReason(), false));
    return run.stopRequested() ? epoch : -1;
  }

  private static EpochRecord record(int epoch, double valLoss) {
    return new EpochRecord(epoch, 0.5, 0.5, valLoss, 0.5, 0.001f, 0.1, 0.01);
  }

  @Test
  void stopsAtTheLastEpochOfItsPatience() {
    EarlyStopping stopping = EarlyStopping.patience(2);
    assertEquals(4, epochsUntilStop(stopping, 0.5, 0.4, 0.41, 0.42, 0.1));
    assertEquals(2, stopping.best().orElseThrow().epoch());
    assertEquals(2, epochsUntilStop(EarlyStopping.patience(1), 0.5, 0.5));
  }

  @Test
  void anImprovementStartsTheWaitAgain() {
    assertEquals(
        7, epochsUntilStop(EarlyStopping.patience(2), 0.5, 0.6, 0.4, 0.6, 0.39, 0.39, 0.4, 0.1));
    assertEquals(-1, epochsUntilStop(EarlyStopping.patience(2), 0.5, 0.6, 0.4, 0.5, 0.3));
  }

  @Test
  void onlyImprovementsByMoreThanMinDeltaCount() {
    EarlyStopping stopping = EarlyStopping.patience(2).minDelta(0.125);
    assertEquals(3, epochsUntilStop(stopping, 1, 0.875, 0.875));
    // Slow improvement counts against the best epoch, not against the last.
    assertEquals(-1, epochsUntilStop(stopping, 1, 0.9375, 0.8125, 0.75, 0.625));
  }

  @Test
  void aNanNeverImproves() {
    assertEquals(3, epochsUntilStop(EarlyStopping.patience(3), NAN, NAN, NAN));
    EarlyStopping stopping = EarlyStopping.patience(2);
    assertEquals(3, epochsUntilStop(stopping, 0.5, NAN, NAN, 0.4));
    assertEquals(-1, epochsUntilStop(stopping, NAN, 0.5, NAN, 0.4));
    assertEquals(Optional.empty(), bestOfOnly(NAN));
  }

  private Optional<EpochRecord> bestOfOnly(double valLoss) {
    EarlyStopping stopping = EarlyStopping.patience(1).restoreBest();
    epochsUntilStop(stopping, valLoss);
    return stopping.best();
  }

  @Test
  void restoresTheBestParametersWhetherItStoppedOrNot() {
    EarlyStopping stopping = EarlyStopping.patience(2).restoreBest();
    assertEquals(4, epochsUntilStop(stopping, 0.5, 0.4, 0.41, 0.42));
    assertEquals(2, network.parameters()[0]);
    assertEquals(-1, epochsUntilStop(stopping, 0.3, 0.4));
    assertEquals(1, network.parameters()[0]);
  }

  @Test
  void leavesTheLastParametersUnlessAskedToRestore() {
    assertEquals(3, epochsUntilStop(EarlyStopping.patience(1), 0.5, 0.4, 0.41));
    assertEquals(3, network.parameters()[0]);
  }

  @Test
  void saysWhyItStopped() {
    TrainingRun run = run(Validation.last(2));
    EarlyStopping stopping = EarlyStopping.patience(1);
    stopping.trainingStarted(run);
    stopping.epochEnded(run, record(1, 0.25));
    stopping.epochEnded(run, record(2, 0.5));
    assertEquals(
        "early stopping: val_loss has not improved for 1 epoch, since epoch 1 (0.2500)",
        run.stopReason().orElseThrow().words());
  }

  @Test
  void needsValidation() {
    TrainingRun run = run(Validation.none());
    EarlyStopping stopping = EarlyStopping.patience(5);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> stopping.trainingStarted(run));
    assertTrue(e.getMessage().contains("give a validation set or split"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new BestWeights().trainingStarted(run));
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> EarlyStopping.patience(0));
    EarlyStopping stopping = EarlyStopping.patience(1);
    assertThrows(IllegalArgumentException.class, () -> stopping.minDelta(-1));
    assertThrows(IllegalArgumentException.class, () -> stopping.minDelta(NAN));
  }

  @Test
  void bestWeightsKeepsTheFirstOfEquallyGoodEpochsAndLeavesTheNetworkAlone() {
    TrainingRun run = run(Validation.last(2));
    BestWeights best = new BestWeights();
    best.trainingStarted(run);
    best.epochEnded(run, record(1, 0.5));
    float[] first = network.parameters();
    network.parameters(new float[first.length]);
    best.epochEnded(run, record(2, 0.5));
    best.trainingEnded(run, new History(List.of(), Optional.empty(), false));
    assertEquals(1, best.record().orElseThrow().epoch());
    assertArrayEquals(first, best.parameters().orElseThrow());
    assertArrayEquals(new float[first.length], network.parameters());
    best.trainingStarted(run);
    assertTrue(best.parameters().isEmpty());
  }
}
