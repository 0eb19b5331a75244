package dev.weft.report;

import dev.weft.files.AtomicFile;
import dev.weft.report.pictures.Pictures;
import dev.weft.runs.Recipe;
import dev.weft.runs.RunFolder;
import dev.weft.runs.experiments.Experiment;
import dev.weft.runs.experiments.Outcome;
import dev.weft.runs.experiments.Results;
import dev.weft.runs.experiments.SeedOutcomes;
import dev.weft.runs.input.Samples;

/** What is drawn of the three experiments: the page and the pictures beside it. */
public final class ExperimentsReport {
  private ExperimentsReport() {}

  /**
   * Writes them.
   *
   * @param page whether the page is wanted, too
   * @throws Pictures.Unavailable where all is written but for the pictures
   */
  public static void write(
      RunFolder folder,
      SeedOutcomes all,
      Results document,
      Recipe recipe,
      Samples samples,
      boolean page)
      throws Pictures.Unavailable {
    // Drawn while the page is written.
    try (RunPictures.InProgress pictures =
        pictures(folder, all.first(), samples.source().synthetic()).start()) {
      if (page) {
        AtomicFile.write(folder.report(), ExperimentsPage.of(all, document, recipe, samples));
      }
      pictures.await();
    }
  }

  private static RunPictures pictures(RunFolder folder, Outcome outcome, boolean synthetic) {
    RunPictures pictures = new RunPictures(folder, synthetic);
    pictures.training("multiclass", outcome.multiclass().history());
    pictures.training("binary", outcome.binary().history());
    for (Experiment experiment : outcome.experiments()) {
      String name = experiment.name();
      experiment
          .answers()
          .ifPresent(answers -> pictures.answers(name, experiment.last().test(), answers));
      pictures.confusion(name, experiment.last().test());
      pictures.bestConfusion(name, experiment.best().test());
    }
    return pictures;
  }
}
