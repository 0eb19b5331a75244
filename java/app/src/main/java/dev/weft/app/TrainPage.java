package dev.weft.app;

import dev.weft.metrics.Evaluation;
import dev.weft.report.html.ModelSection;
import dev.weft.report.html.ModelSection.Fact;
import dev.weft.report.html.ReportBuilder;
import dev.weft.report.html.ReportBuilder.Subject;
import dev.weft.report.html.ReportPage;
import dev.weft.report.html.ReportPage.Headline;
import dev.weft.report.html.RunViews;
import dev.weft.report.html.RunViews.Timed;
import dev.weft.runs.PlanReport;
import dev.weft.runs.Provenance;
import dev.weft.runs.TrainReport;
import dev.weft.runs.TrainReport.Weights;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The HTML report of a training. */
record TrainPage(TrainResultFiles run, TrainReport document) {
  String html() {
    Provenance provenance = document.provenance();
    ReportBuilder builder =
        new ReportBuilder(run.samples().train(), run.samples().test(), run.samples().images());
    String model = run.plan().task().toString();
    int all = run.samples().train().size();
    int trained = all - run.plan().validation().of(all);
    return builder.html(
        new ReportPage(
            "Training of a " + model + " model",
            Format.text(
                "%s, seed %d, %s. %s",
                layers(),
                provenance.seed(),
                provenance.started().replaceFirst("T.*", ""),
                provenance.dataSource()),
            notice(),
            headlines(),
            Optional.empty(),
            List.of(section(builder, model)),
            Optional.empty(),
            builder.samples(),
            RunViews.speed(List.of(new Timed(model, run.history(), trained)), provenance),
            RunViews.provenance(provenance)));
  }

  private String layers() {
    PlanReport plan = PlanReport.of(run.plan());
    return plan.layers().stream().map(String::valueOf).collect(Collectors.joining("-"))
        + ", "
        + plan.activation();
  }

  private Optional<String> notice() {
    List<String> notices = new ArrayList<>();
    if (document.synthetic()) {
      notices.add("SYNTHETIC data: these figures say nothing about Fashion-MNIST.");
    }
    if (run.last().isEmpty()) {
      notices.add(
          "The run did not come to its end, so there are no test figures"
              + run.history().stopReason().map(reason -> " (" + reason + ")").orElse("")
              + ".");
    }
    return notices.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", notices));
  }

  private List<Headline> headlines() {
    List<Headline> headlines = new ArrayList<>();
    run.last().ifPresent(weights -> add(headlines, "last weights", weights));
    run.best().ifPresent(weights -> add(headlines, "lowest validation loss", weights));
    return headlines;
  }

  private static void add(List<Headline> headlines, String which, Weights weights) {
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

  private ModelSection section(ReportBuilder builder, String model) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("training samples", Format.text("%,d", run.samples().train().size())));
    run.samples()
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
            model,
            "The model",
            "All figures are those of the last weights, where nothing else is said.",
            facts,
            Optional.of(run.history()),
            run.last().flatMap(Weights::test),
            run.answers(),
            Optional.of(
                new ReportBuilder.Weights(run.plan().network().architecture(), run.parameters()))));
  }
}
