package dev.weft.report;

import dev.weft.metrics.Evaluation;
import dev.weft.report.html.ModelSection;
import dev.weft.report.html.ModelSection.Fact;
import dev.weft.report.html.ReportBuilder;
import dev.weft.report.html.ReportBuilder.Subject;
import dev.weft.report.html.ReportPage;
import dev.weft.report.html.ReportPage.Headline;
import dev.weft.report.html.RunViews;
import dev.weft.report.html.RunViews.Timed;
import dev.weft.runs.MeasuredModel;
import dev.weft.runs.Measurement;
import dev.weft.runs.Provenance;
import dev.weft.runs.TrainReport;
import dev.weft.runs.input.Samples;
import dev.weft.text.Format;
import dev.weft.train.History;
import dev.weft.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The HTML report of a training. */
record TrainPage(MeasuredModel model, TrainReport document) {
  String html() {
    Provenance provenance = document.provenance();
    ReportBuilder builder =
        new ReportBuilder(samples().train(), samples().test(), samples().images());
    int trained = spec().trainSamples(samples().train().size());
    return builder.html(
        new ReportPage(
            "Training of a " + name() + " model",
            Format.text(
                "%s, seed %d, %s. %s",
                layers(spec()),
                provenance.seed(),
                provenance.started().replaceFirst("T.*", ""),
                provenance.dataSource()),
            notice(),
            headlines(),
            Optional.empty(),
            Optional.empty(),
            List.of(section(builder)),
            Optional.empty(),
            builder.samples(),
            RunViews.speed(List.of(new Timed(name(), history(), trained)), provenance),
            RunViews.provenance(provenance)));
  }

  private Samples samples() {
    return model.trained().run().samples();
  }

  private TrainingSpec spec() {
    return model.trained().run().spec();
  }

  private String name() {
    return model.trained().run().name();
  }

  private History history() {
    return model.trained().history();
  }

  /** Widths and activation in short: {@code 784-32-32-10, relu}. */
  static String layers(TrainingSpec spec) {
    return spec.network().widths().stream().map(String::valueOf).collect(Collectors.joining("-"))
        + ", "
        + spec.facts().get("activation");
  }

  private Optional<String> notice() {
    List<String> notices = new ArrayList<>();
    if (document.synthetic()) {
      notices.add("SYNTHETIC data: these figures say nothing about Fashion-MNIST.");
    }
    if (model.last().isEmpty()) {
      notices.add(
          "The run did not come to its end, so there are no test figures"
              + history().stopReason().map(reason -> " (" + reason.words() + ")").orElse("")
              + ".");
    }
    return notices.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", notices));
  }

  private List<Headline> headlines() {
    List<Headline> headlines = new ArrayList<>();
    model.last().ifPresent(weights -> add(headlines, "last weights", weights));
    model.best().ifPresent(weights -> add(headlines, "lowest validation loss", weights));
    return headlines;
  }

  private static void add(List<Headline> headlines, String which, Measurement weights) {
    if (weights.test().isEmpty()) {
      return;
    }
    Evaluation test = weights.test().get();
    String loss = "test loss " + Format.decimal(test.loss());
    String epoch = "after epoch " + weights.epoch();
    headlines.add(
        test.classifies()
            ? new Headline(
                "test accuracy, " + which, Format.decimal(test.accuracy()), loss + ", " + epoch)
            : new Headline("test loss, " + which, Format.decimal(test.loss()), epoch));
  }

  private ModelSection section(ReportBuilder builder) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("training samples", Format.text("%,d", samples().train().size())));
    samples()
        .test()
        .ifPresent(test -> facts.add(new Fact("test samples", Format.text("%,d", test.size()))));
    document
        .resumed()
        .forEach(
            at ->
                facts.add(
                    new Fact(
                        "resumed after epoch " + at.afterEpoch(),
                        at.run() + " (" + at.command() + ")")));
    return builder.model(
        new Subject(
            name(),
            "The model",
            "All figures are those of the last weights, where nothing else is said.",
            facts,
            Optional.of(history()),
            model.last().flatMap(Measurement::test),
            model.last().flatMap(Measurement::testPredictions),
            Optional.of(
                new ReportBuilder.Weights(spec().network(), model.trained().last().parameters()))));
  }
}
