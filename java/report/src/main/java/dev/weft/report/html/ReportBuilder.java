package dev.weft.report.html;

import dev.weft.data.Dataset;
import dev.weft.data.ImageSize;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import dev.weft.nn.Architecture;
import dev.weft.report.html.ModelSection.Fact;
import dev.weft.train.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the sections of one report together; all share its sheets of images. */
public final class ReportBuilder {
  /** Tables and charts by class of more classes are for nobody to read. */
  public static final int MOST_CLASSES = 50;

  private final Dataset train;
  private final Optional<Dataset> test;
  private final Optional<ImageSize> images;
  private final Optional<ImageSheet> testSheet;
  private final Optional<ImageSheet> trainSheet;
  private final List<String> weightSheets = new ArrayList<>();

  /**
   * A report on these samples.
   *
   * @param test what was tested on, where there is such
   * @param images how features make an image, empty where they do not
   */
  public ReportBuilder(Dataset train, Optional<Dataset> test, Optional<ImageSize> images) {
    this.train = train;
    this.test = test;
    this.images = images;
    this.testSheet =
        images.flatMap(size -> test.map(data -> new ImageSheet("test", size, data.pixels())));
    this.trainSheet = images.map(size -> new ImageSheet("train", size, train.pixels()));
  }

  /**
   * What a section is about; what is not known, or does not apply, is empty.
   *
   * @param id a name for scripts: letters, digits and dashes
   * @param text what it is
   * @param history of its training
   * @param test its figures on the test set
   * @param predictions of the test samples
   * @param weights of the network
   */
  public record Subject(
      String id,
      String title,
      String text,
      List<Fact> facts,
      Optional<History> history,
      Optional<Evaluation> test,
      Optional<Predictions> predictions,
      Optional<Weights> weights) {}

  /**
   * A network's parameters.
   *
   * @param parameters flat, in the order of {@link Architecture#tensors}
   */
  public record Weights(Architecture architecture, float[] parameters) {}

  /** The section of a model. */
  public ModelSection model(Subject subject) {
    Optional<Evaluation> classified =
        subject
            .test()
            .filter(Evaluation::classifies)
            .filter(test -> test.confusion().classNames().size() <= MOST_CLASSES);
    Optional<Predictions> predictions = subject.predictions();
    Optional<WeightsView> weights =
        images.flatMap(
            size ->
                subject
                    .weights()
                    .flatMap(
                        w -> WeightsView.of(subject.id(), w.architecture(), w.parameters(), size)));
    weights.ifPresent(view -> weightSheets.add(view.css()));
    return new ModelSection(
        subject.id(),
        subject.title(),
        subject.text(),
        subject.facts(),
        subject.history().flatMap(history -> TrainingView.of(subject.id(), history)),
        classified.map(test -> ConfusionView.of(test.confusion(), predictions, testSheet)),
        classified.map(test -> ScoresView.of(subject.id(), test)),
        predictions.flatMap(a -> Curves.of(subject.id(), a)),
        predictions.flatMap(a -> CalibrationView.of(subject.id(), a)),
        weights,
        predictions.flatMap(a -> testSheet.flatMap(sheet -> WrongView.of(a, sheet))));
  }

  /**
   * Where two classifiers of two classes disagree.
   *
   * @param many the ten-class model's own predictions, which {@code binarized} are made of
   */
  public Optional<Disagreements> disagreements(
      Predictions direct, Predictions binarized, Predictions many) {
    return Disagreements.of(direct, binarized, many, testSheet);
  }

  /** What a classifier gets wrong whatever its seed, from its answers with each. */
  public HardImages hard(List<Predictions> bySeed) {
    return HardImages.of(bySeed, testSheet);
  }

  /** Some training images of each class, where there are images of classes. */
  public Optional<SamplesView> samples() {
    return trainSheet.flatMap(sheet -> SamplesView.of(train, test, sheet));
  }

  /** The page as a document; it holds all that it needs. */
  public String html(ReportPage page) {
    StringBuilder sheets = new StringBuilder();
    testSheet.ifPresent(sheet -> sheets.append(sheet.css()));
    trainSheet.ifPresent(sheet -> sheets.append(sheet.css()));
    weightSheets.forEach(sheets::append);
    String ratio = images.map(size -> size.width() + "/" + size.height()).orElse("1/1");
    return Pages.report(page, sheets.toString(), ratio);
  }
}
