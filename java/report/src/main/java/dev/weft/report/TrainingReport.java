package dev.weft.report;

import dev.weft.files.AtomicFile;
import dev.weft.metrics.Evaluation;
import dev.weft.report.pictures.Pictures;
import dev.weft.runs.MeasuredModel;
import dev.weft.runs.Measurement;
import dev.weft.runs.RunFolder;
import dev.weft.runs.TrainReport;
import java.util.Optional;

/** What is drawn of the training of one model: the page and the pictures beside it. */
public final class TrainingReport {
  private TrainingReport() {}

  /**
   * Writes them.
   *
   * @throws Pictures.Unavailable where all is written but for the pictures
   */
  public static void write(RunFolder folder, MeasuredModel model, TrainReport document)
      throws Pictures.Unavailable {
    try (RunPictures.InProgress pictures = pictures(folder, model).start()) {
      AtomicFile.write(folder.report(), new TrainPage(model, document).html());
      pictures.await();
    }
  }

  private static RunPictures pictures(RunFolder folder, MeasuredModel model) {
    String name = model.trained().run().name();
    RunPictures pictures =
        new RunPictures(folder, model.trained().run().samples().source().synthetic());
    pictures.training(name, model.trained().history());
    classified(model.last())
        .ifPresent(
            test -> {
              model
                  .last()
                  .flatMap(Measurement::testPredictions)
                  .ifPresent(known -> pictures.answers(name, test, known));
              pictures.confusion(name, test);
            });
    classified(model.best()).ifPresent(test -> pictures.bestConfusion(name, test));
    return pictures;
  }

  private static Optional<Evaluation> classified(Optional<Measurement> measured) {
    return measured.flatMap(Measurement::test).filter(Evaluation::classifies);
  }
}
