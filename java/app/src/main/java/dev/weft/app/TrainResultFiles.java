package dev.weft.app;

import dev.weft.files.AtomicFile;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import dev.weft.report.Pictures;
import dev.weft.report.RunPictures;
import dev.weft.runs.CsvMark;
import dev.weft.runs.Json;
import dev.weft.runs.RunFolder;
import dev.weft.runs.TrainReport;
import dev.weft.runs.TrainReport.Weights;
import dev.weft.runs.input.Samples;
import dev.weft.runs.training.ModelPlan;
import dev.weft.train.History;
import java.util.Optional;

/**
 * Writes what a training leaves in its folder, under the names that the experiments' have.
 *
 * @param last the last weights' figures, where the run came to its end
 * @param best those of the lowest val_loss, likewise
 * @param answers to the test samples with the last weights, where outputs are classes
 * @param parameters the last ones
 */
record TrainResultFiles(
    Samples samples,
    ModelPlan plan,
    History history,
    Optional<Weights> last,
    Optional<Weights> best,
    Optional<Predictions> answers,
    float[] parameters) {

  /**
   * Writes them.
   *
   * @throws Pictures.Unavailable where all is written but for the pictures
   */
  void write(RunFolder folder, TrainReport document) throws Pictures.Unavailable {
    String model = plan.task().toString();
    boolean synthetic = samples.source().synthetic();
    AtomicFile.write(
        folder.file("history-" + model + ".csv"),
        CsvMark.history(history, document.resumed(), synthetic));
    last.flatMap(Weights::test)
        .filter(Evaluation::classifies)
        .ifPresent(
            test ->
                AtomicFile.write(
                    folder.file("confusion-" + model + ".csv"),
                    CsvMark.of(test.confusion().toCsv(), synthetic)));
    try (RunPictures.InProgress pictures = pictures(folder, model).start()) {
      AtomicFile.write(folder.file(RunFolder.REPORT), new TrainPage(this, document).html());
      AtomicFile.write(folder.file(RunFolder.RESULTS), Json.write(document) + "\n");
      pictures.await();
    }
  }

  private RunPictures pictures(RunFolder folder, String model) {
    RunPictures pictures = new RunPictures(folder, samples.source().synthetic());
    pictures.training(model, history);
    classified(last)
        .ifPresent(
            test -> {
              answers.ifPresent(known -> pictures.answers(model, test, known));
              pictures.confusion(model, "", "last weights", test);
            });
    classified(best).ifPresent(test -> pictures.confusion(model, "-best", "best val_loss", test));
    return pictures;
  }

  private static Optional<Evaluation> classified(Optional<Weights> weights) {
    return weights.flatMap(Weights::test).filter(Evaluation::classifies);
  }
}
