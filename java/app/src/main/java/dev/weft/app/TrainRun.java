package dev.weft.app;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.Versions;
import dev.weft.WeftException;
import dev.weft.app.console.Console;
import dev.weft.app.options.SampleRange;
import dev.weft.data.Dataset;
import dev.weft.files.AtomicFile;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.report.Pictures;
import dev.weft.runs.CsvMark;
import dev.weft.runs.Json;
import dev.weft.runs.PlanReport;
import dev.weft.runs.Provenance;
import dev.weft.runs.RunFolder;
import dev.weft.runs.TrainReport;
import dev.weft.runs.TrainReport.Weights;
import dev.weft.runs.input.Samples;
import dev.weft.runs.training.ModelPlan;
import dev.weft.runs.training.Trained;
import dev.weft.text.Format;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What follows the training of one model: saving, evaluating, reporting. */
record TrainRun(
    Session session,
    Engine engine,
    Network network,
    TrainInput input,
    ModelPlan plan,
    String recipe,
    Trained trained,
    Console console,
    Instant started) {

  /**
   * Does all of it and returns the exit code; the network has the best weights afterwards.
   *
   * @param folder for results, pictures and report, where they are wanted
   */
  int finish(TrainFiles files, Optional<RunFolder> folder) {
    boolean interrupted = session.interruption().requested();
    boolean complete = !interrupted && !trained.diverged();
    int epochs = trained.history().epochs().size();
    Keeping keeping = new Keeping();
    Optional<RunFolder> run = folder.filter(any -> epochs > 0);
    String model = plan.task().toString();
    if (epochs > 0) {
      keeping.keep(files.save(), file -> save(file, epochs, false));
      keeping.keep(
          files.history(),
          file ->
              AtomicFile.write(
                  file,
                  CsvMark.history(
                      trained.history(), input.resumed(), samples().source().synthetic())));
    }
    // With the state of the optimizer, so that the run can go on.
    run.ifPresent(to -> keeping.keep(() -> save(to.file(model + ".safetensors"), epochs, true)));
    Optional<Weights> last = complete ? Optional.of(weights(epochs)) : Optional.empty();
    float[] parameters = network.parameters();
    Optional<Predictions> answers = complete ? answers() : Optional.empty();
    Optional<Weights> best =
        trained
            .best()
            .flatMap(
                found -> {
                  network.parameters(found.parameters());
                  int epoch = found.record().epoch();
                  keeping.keep(files.saveBest(), file -> save(file, epoch, false));
                  run.ifPresent(
                      to ->
                          keeping.keep(
                              () -> save(to.file(model + "-best.safetensors"), epoch, false)));
                  return complete ? Optional.of(weights(epoch)) : Optional.empty();
                });
    TrainReport document = document(last, best);
    int code = report(document, last, best, keeping, keeping.text(files, run.isPresent()));
    if (run.isPresent()) {
      TrainResultFiles results =
          new TrainResultFiles(samples(), plan, trained.history(), last, best, answers, parameters);
      keeping.keep(() -> publish(run.get(), results, document, complete));
    }
    for (RuntimeException failure : keeping.failures()) {
      int failed = Failures.report(session, failure);
      code = code == ExitCode.OK ? failed : code;
    }
    return code;
  }

  /** Writes files one by one; one that cannot be written does not keep the others from it. */
  private record Keeping(List<Path> kept, List<RuntimeException> failures) {
    Keeping() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void keep(Optional<Path> file, Consumer<Path> writer) {
      if (file.isPresent()) {
        try {
          writer.accept(file.get());
          kept.add(file.get());
        } catch (UncheckedIOException | WeftException e) {
          failures.add(e);
        }
      }
    }

    /** The same for what names no file. */
    void keep(Runnable writer) {
      try {
        writer.run();
      } catch (UncheckedIOException | WeftException e) {
        failures.add(e);
      }
    }

    /** What was kept, in words; empty where only the folder was to be, which is spoken of later. */
    Optional<String> text(TrainFiles files, boolean folder) {
      if (!kept.isEmpty()) {
        return Optional.of(
            "kept: " + String.join(", ", kept.stream().map(Path::toString).toList()));
      }
      if (files.written()) {
        return Optional.of("nothing was kept");
      }
      return folder
          ? Optional.empty()
          : Optional.of("nothing was to be kept (--save, --save-best and --history name files)");
    }
  }

  private void publish(
      RunFolder folder, TrainResultFiles results, TrainReport document, boolean complete) {
    try {
      results.write(folder, document);
    } catch (Pictures.Unavailable e) {
      console.warn(e.getMessage());
    }
    if (complete) {
      folder.publish();
      console.result("");
      console.result("Results in " + folder.target());
    } else {
      Path place = folder.publishUnfinished();
      console.warn(
          "history and report of what there is are in "
              + place
              + (trained.diverged() ? "" : "; weft train --resume " + place + " goes on"));
    }
  }

  private Optional<Predictions> answers() {
    if (network.architecture().classes() == 0 || samples().test().isEmpty()) {
      return Optional.empty();
    }
    Dataset test = samples().test().get();
    float[] outputs = network.predict(test);
    return Optional.of(
        new Predictions(test.classNames(), test.labels(), network.classes(outputs), outputs));
  }

  private Samples samples() {
    return input.samples();
  }

  private void save(Path file, int epoch, boolean withAdamState) {
    ModelMetadata metadata =
        new ModelMetadata(
            network.architecture(),
            network.architecture().classes() > 0 ? samples().train().classNames() : List.of(),
            recipe,
            plan.seed(),
            samples().source().sha256(),
            engine.info().backend(),
            Versions.read().weft(),
            Map.of(
                "epoch", Integer.toString(epoch),
                "data_source", samples().source().description()));
    ModelFile.save(file, network, metadata, withAdamState);
  }

  private Weights weights(int epoch) {
    return new Weights(epoch, samples().test().map(network::evaluate));
  }

  private int report(
      TrainReport document,
      Optional<Weights> last,
      Optional<Weights> best,
      Keeping keeping,
      Optional<String> kept) {
    if (console.json()) {
      console.raw(Json.write(document));
    } else {
      show(last, best);
    }
    int epochs = trained.history().epochs().size();
    String end = kept.map(words -> "; " + words).orElse("");
    if (session.interruption().requested()) {
      console.warn("interrupted after " + epochs + " complete epochs" + end);
      return ExitCode.INTERRUPTED;
    }
    if (trained.diverged()) {
      console.warn(trained.history().stopReason().orElse("diverged") + end);
      return ExitCode.FAILURE;
    }
    if (!keeping.kept().isEmpty()) {
      kept.ifPresent(console::log);
    }
    return ExitCode.OK;
  }

  private void show(Optional<Weights> last, Optional<Weights> best) {
    if (last.isEmpty()) {
      return;
    }
    if (samples().source().synthetic()) {
      console.result("SYNTHETIC data: these figures say nothing about Fashion-MNIST.");
    }
    if (last.get().test().isEmpty()) {
      console.result("no test data, so no test figures; validation figures are in the history");
      return;
    }
    Evaluation test = last.get().test().get();
    if (test.classifies()) {
      console.result(test.toString().stripTrailing());
      console.result("");
    }
    console.result(line("last weights", last.get()));
    best.ifPresent(weights -> console.result(line("best val_loss", weights)));
  }

  private static String line(String which, Weights weights) {
    Evaluation test = weights.test().orElseThrow();
    String accuracy = test.classifies() ? "  test accuracy " + Format.decimal(test.accuracy()) : "";
    return Format.text(
        "%-13s (epoch %d): test loss %s%s",
        which, weights.epoch(), Format.decimal(test.loss()), accuracy);
  }

  private TrainReport document(Optional<Weights> last, Optional<Weights> best) {
    Provenance provenance =
        Provenance.of(
            plan.seed(),
            samples().source(),
            Map.of("train", PlanReport.of(plan)),
            engine.info(),
            session.command(),
            started);
    return TrainReport.of(
        trained.history(),
        session.interruption().requested(),
        last,
        best,
        input.report(),
        input.range().map(SampleRange::toString),
        input.resumed(),
        provenance);
  }
}
