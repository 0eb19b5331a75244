package dev.weft.report;

import dev.weft.metrics.Evaluation;
import dev.weft.report.html.DataTable;
import dev.weft.report.html.Disagreements;
import dev.weft.report.html.ModelSection;
import dev.weft.report.html.ModelSection.Fact;
import dev.weft.report.html.ReportBuilder;
import dev.weft.report.html.ReportBuilder.Subject;
import dev.weft.report.html.ReportBuilder.Weights;
import dev.weft.report.html.ReportPage;
import dev.weft.report.html.ReportPage.Conclusion;
import dev.weft.report.html.ReportPage.Headline;
import dev.weft.report.html.ReportPage.StudyView;
import dev.weft.report.html.RunViews;
import dev.weft.report.html.RunViews.Timed;
import dev.weft.runs.Provenance;
import dev.weft.runs.Recipe;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.experiments.Experiment;
import dev.weft.runs.experiments.ExperimentFigures;
import dev.weft.runs.experiments.Outcome;
import dev.weft.runs.experiments.Results;
import dev.weft.runs.experiments.SeedOutcomes;
import dev.weft.runs.experiments.Study;
import dev.weft.runs.input.Samples;
import dev.weft.text.Format;
import dev.weft.train.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The HTML report of a run of the three experiments. */
final class ExperimentsPage {
  /** The 97.5 per cent point of the normal distribution: for intervals of 95 per cent. */
  private static final double NORMAL_975 = 1.959964;

  private final SeedOutcomes all;
  private final Outcome outcome;
  private final Results results;
  private final Recipe recipe;
  private final Samples data;
  private final ReportBuilder builder;

  private ExperimentsPage(SeedOutcomes all, Results results, Recipe recipe, Samples data) {
    this.all = all;
    this.outcome = all.first();
    this.results = results;
    this.recipe = recipe;
    this.data = data;
    this.builder = new ReportBuilder(data.train(), data.test(), data.images());
  }

  /** The document. */
  static String of(SeedOutcomes all, Results results, Recipe recipe, Samples data) {
    return new ExperimentsPage(all, results, recipe, data).html();
  }

  private String html() {
    Provenance provenance = results.provenance();
    ReportPage page =
        new ReportPage(
            "Three experiments on Fashion-MNIST",
            Format.text(
                "Recipe %s, seed %d, %s. %s",
                results.recipe(), provenance.seed(), day(provenance), provenance.dataSource()),
            results.notice(),
            List.of(
                headline("ten classes", outcome.multiclass(), Study.MULTICLASS_TEST_ACCURACY),
                headline("two classes, direct", outcome.binary(), Study.BINARY_TEST_ACCURACY),
                headline(
                    "two classes, binarized", outcome.binarized(), Study.BINARIZED_TEST_ACCURACY)),
            Optional.of(study()),
            SeedsPart.of(all, results.claims(), builder),
            List.of(multiclass(), binary(), binarized()),
            disagreements(),
            builder.samples(),
            RunViews.speed(
                List.of(
                    timed(outcome.multiclass(), recipe.multiclass()),
                    timed(outcome.binary(), recipe.binary())),
                provenance),
            RunViews.provenance(provenance));
    return builder.html(page);
  }

  private static String day(Provenance provenance) {
    return provenance.started().replaceFirst("T.*", "");
  }

  private static Headline headline(String name, Experiment experiment, double study) {
    Evaluation test = experiment.last().test();
    double p = test.accuracy();
    double halfWidth = NORMAL_975 * Math.sqrt(p * (1 - p) / test.samples());
    return new Headline(
        "test accuracy, " + name,
        Format.decimal(p),
        Format.text("study %.3f; sampling error \u00b1%.4f (95 %%)", study, halfWidth));
  }

  private StudyView study() {
    List<List<String>> rows =
        results.comparison().stream()
            .map(
                row ->
                    List.of(
                        row.experiment() + ": " + row.figure(),
                        row.study(),
                        row.last(),
                        row.best()))
            .toList();
    return new StudyView(
        "The study reported each model with its last weights; so do the conclusions and all that"
            + " follows, where nothing else is said.",
        new DataTable(
            "The study's figures beside those of this run",
            List.of("figure", "study", "last weights", "lowest val. loss"),
            rows),
        results.conclusions().stream()
            .map(v -> new Conclusion(v.id(), v.claim(), v.holds(), v.details()))
            .toList());
  }

  private ModelSection multiclass() {
    return section(
        outcome.multiclass(),
        "Ten classes",
        "Network " + layers(recipe.multiclass()) + ", one of ten garments.",
        Optional.of(outcome.multiclassModel()));
  }

  private ModelSection binary() {
    return section(
        outcome.binary(),
        "Two classes",
        "Network " + layers(recipe.binary()) + ", clothing against footwear and bags.",
        Optional.of(outcome.binaryModel()));
  }

  private ModelSection binarized() {
    return section(
        outcome.binarized(),
        "Binarized",
        "The ten-class model again: its predicted class mapped to the two groups, and as"
            + " probability of clothing the sum over the classes of clothing.",
        Optional.empty());
  }

  private ModelSection section(
      Experiment experiment, String title, String text, Optional<TrainedModel> own) {
    return builder.model(
        new Subject(
            experiment.name(),
            title,
            text,
            facts(experiment),
            own.map(TrainedModel::history),
            Optional.of(experiment.last().test()),
            experiment.answers(),
            own.map(
                model ->
                    new Weights(
                        model.last().metadata().architecture(), model.last().parameters()))));
  }

  private static List<Fact> facts(Experiment experiment) {
    ExperimentFigures last = experiment.last();
    return List.of(
        new Fact("test accuracy", Format.decimal(last.test().accuracy())),
        new Fact("test loss", Format.decimal(last.testLoss())),
        new Fact("validation accuracy", Format.decimal(last.validation().accuracy())),
        new Fact("validation loss", Format.decimal(last.validationLoss())),
        new Fact("weights after epoch", Integer.toString(last.epoch())));
  }

  private static String layers(TrainingSpec spec) {
    String layers = TrainPage.layers(spec);
    Object dropout = spec.facts().get("dropout");
    return dropout.equals(Map.of()) ? layers : layers + ", dropout " + dropout;
  }

  private Optional<Disagreements> disagreements() {
    return outcome
        .binary()
        .answers()
        .flatMap(
            direct ->
                outcome
                    .binarized()
                    .answers()
                    .flatMap(
                        mapped ->
                            outcome
                                .multiclass()
                                .answers()
                                .flatMap(many -> builder.disagreements(direct, mapped, many))));
  }

  private Timed timed(Experiment experiment, TrainingSpec spec) {
    return new Timed(
        experiment.name(), experiment.history(), spec.trainSamples(data.train().size()));
  }
}
