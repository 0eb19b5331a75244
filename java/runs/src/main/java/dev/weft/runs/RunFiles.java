package dev.weft.runs;

import dev.weft.files.AtomicFile;
import dev.weft.metrics.Evaluation;
import java.util.List;

/**
 * Writes what a run leaves in its folder, apart from what is drawn of it: models, histories,
 * confusion matrices, the document.
 *
 * @param resumed where the run took up others
 */
public record RunFiles(RunFolder folder, boolean synthetic, List<Resumption> resumed) {
  /** A model as soon as it is trained; nothing of one without a complete epoch. */
  public void keep(TrainedModel model) {
    if (model.epochs() == 0) {
      return;
    }
    String name = model.run().name();
    model.last().save(folder.model(name));
    model.best().ifPresent(best -> best.model().save(folder.bestModel(name)));
    AtomicFile.write(folder.history(name), CsvMark.history(model.history(), resumed, synthetic));
  }

  /** The confusion matrix of a model or an experiment, where outputs are classes. */
  public void confusion(String name, Evaluation test) {
    if (test.classifies()) {
      AtomicFile.write(folder.confusion(name), CsvMark.of(test.confusion().toCsv(), synthetic));
    }
  }

  /** The same with the weights of the lowest val_loss. */
  public void bestConfusion(String name, Evaluation test) {
    confusion(RunFolder.best(name), test);
  }

  /** What several seeds came to: by seed as CSV, and in short as Markdown and LaTeX. */
  public void seeds(String csv, String markdown, String latex) {
    AtomicFile.write(folder.file("seeds.csv"), CsvMark.of(csv, synthetic));
    AtomicFile.write(folder.file("seeds.md"), (synthetic ? "SYNTHETIC data. " : "") + markdown);
    AtomicFile.write(folder.file("seeds.tex"), (synthetic ? "% SYNTHETIC data.\n" : "") + latex);
  }

  /** What a search came to: a line a configuration, the best first, and a line a training. */
  public void search(String ranking, String trials) {
    AtomicFile.write(folder.file("ranking.csv"), CsvMark.of(ranking, synthetic));
    AtomicFile.write(folder.file("trials.csv"), CsvMark.of(trials, synthetic));
  }

  /** What remedies for unequal classes came to, a line a remedy and seed. */
  public void imbalance(String csv) {
    AtomicFile.write(folder.file("imbalance.csv"), CsvMark.of(csv, synthetic));
  }

  /** The document, which says that the run can be read. */
  public void results(Object document) {
    AtomicFile.write(folder.results(), Json.write(document) + "\n");
  }
}
