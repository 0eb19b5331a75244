package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
  @Test
  void printsALineAnEpochWithTheFiguresThatThereAre() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressLog log = new ProgressLog(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    TrainingSpec config = TrainingSpec.builder(TinyProblem.PLAIN).epochs(12).build();
    double none = Double.NaN;
    try (TinyProblem problem = new TinyProblem();
        Network network = problem.network(TinyProblem.PLAIN);
        ResidentDataset data = problem.engine().upload(TinyProblem.data(9))) {
      TrainingPlan plan = TrainingPlan.of(config, TinyProblem.PLAIN, data.data(), Optional.empty());
      TrainingRun run = new TrainingRun(network, data, config, plan, 0, List.of());
      log.epochEnded(run, new EpochRecord(1, 0.51239, 0.75, 0.25, 0.875, 0.1f, 0.0625, 0));
      log.epochEnded(run, new EpochRecord(2, none, none, none, none, 0.1f, 2, 0));
      log.trainingEnded(
          run, new History(List.of(), Optional.of(new StopReason.Requested("no more")), true));
    }
    assertEquals(
        """
        Epoch 1/12 - 0.063 s - loss: 0.5124 - accuracy: 0.7500 - val_loss: 0.2500\
         - val_accuracy: 0.8750
        Epoch 2/12 - 2.000 s - loss: NaN
        no more
        """,
        bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
  }
}
