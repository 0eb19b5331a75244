package dev.weft.app.training;

import dev.weft.WeftException;
import dev.weft.app.console.Console;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Failures;
import dev.weft.app.session.Session;
import dev.weft.data.Source;
import dev.weft.files.AtomicFile;
import dev.weft.metrics.Evaluation;
import dev.weft.model.ModelFile;
import dev.weft.report.TrainingReport;
import dev.weft.report.pictures.Pictures;
import dev.weft.runs.CsvMark;
import dev.weft.runs.Json;
import dev.weft.runs.MeasuredModel;
import dev.weft.runs.Measurement;
import dev.weft.runs.ModelRun;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Pipeline.Measure;
import dev.weft.runs.Pipeline.Start;
import dev.weft.runs.Provenance;
import dev.weft.runs.Resumption;
import dev.weft.runs.RunFiles;
import dev.weft.runs.RunFolder;
import dev.weft.runs.TrainReport;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.SampleRange;
import dev.weft.text.Format;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A training on the command line: runs it, writes the files that are named and the folder, and says
 * what came of it.
 *
 * @param input what is read, as results name it
 * @param resumed where the run takes up others
 */
record TrainRun(
    Session session,
    Console console,
    ModelRun model,
    DataSpec input,
    Optional<SampleRange> trainRange,
    List<Resumption> resumed,
    Provenance.Start started) {

  /**
   * Does all of it and returns the exit code.
   *
   * @param folder for results, pictures and report, where they are wanted
   */
  int finish(Pipeline pipeline, Start start, TrainFiles files, Optional<RunFolder> folder) {
    Keeping keeping = new Keeping();
    MeasuredModel measured;
    try {
      measured =
          pipeline.run(
              model, start, Measure.TEST, trained -> keep(trained, keeping, files, folder));
    } catch (RuntimeException | OutOfMemoryError e) {
      folder.flatMap(TrainRun::left).ifPresent(console::warn);
      throw e;
    }
    Provenance provenance =
        Provenance.of(started, model.spec().seed(), Map.of("train", model.spec()));
    TrainReport document = TrainReport.of(measured, input, trainRange, resumed, provenance);
    Optional<RunFolder> run = folder.filter(any -> measured.trained().epochs() > 0);
    int code = report(document, measured, keeping, keeping.text(files, run.isPresent()));
    run.ifPresent(to -> keeping.keep(() -> publish(to, measured, document, keeping)));
    for (Throwable failure : keeping.failures) {
      int failed = Failures.report(session, failure);
      code = code == ExitCode.OK ? failed : code;
    }
    return code;
  }

  private void keep(
      TrainedModel trained, Keeping keeping, TrainFiles files, Optional<RunFolder> folder) {
    if (trained.epochs() == 0) {
      return;
    }
    keeping.keep(files.save(), withoutState(trained.last())::save);
    keeping.keep(
        files.history(),
        file ->
            AtomicFile.write(
                file, CsvMark.history(trained.history(), resumed, source().synthetic())));
    trained.best().ifPresent(best -> keeping.keep(files.saveBest(), best.model()::save));
    folder.ifPresent(to -> keeping.inFolder(() -> files(to).keep(trained)));
  }

  private static ModelFile withoutState(ModelFile model) {
    return new ModelFile(model.metadata(), model.parameters(), Optional.empty());
  }

  private RunFiles files(RunFolder folder) {
    return new RunFiles(folder, source().synthetic(), resumed);
  }

  private Source source() {
    return model.samples().source();
  }

  /** Writes files one by one; one that cannot be written does not keep the others from it. */
  private static final class Keeping {
    private final List<Path> kept = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private boolean folderComplete = true;

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

    /** The same for what names no file; whether it could be written. */
    boolean keep(Runnable writer) {
      try {
        writer.run();
        return true;
      } catch (UncheckedIOException | WeftException e) {
        failures.add(e);
        return false;
      }
    }

    /** The same for what a complete folder must have. */
    void inFolder(Runnable writer) {
      folderComplete &= keep(writer);
    }

    /** A page or a picture, which costs neither models nor results, however it fails. */
    void drawn(Runnable drawer) {
      try {
        drawer.run();
      } catch (RuntimeException | OutOfMemoryError e) {
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
      RunFolder folder, MeasuredModel measured, TrainReport document, Keeping keeping) {
    RunFiles run = files(folder);
    keeping.inFolder(
        () ->
            measured
                .last()
                .flatMap(Measurement::test)
                .ifPresent(test -> run.confusion(model.name(), test)));
    if (keeping.folderComplete) {
      keeping.inFolder(() -> run.results(document));
    }
    keeping.drawn(() -> draw(folder, measured, document));
    TrainedModel trained = measured.trained();
    if (trained.complete() && keeping.folderComplete) {
      folder.publish();
      console.result("");
      console.result("Results in " + folder.target());
      return;
    }
    Path place = folder.publishUnfinished();
    if (!keeping.folderComplete) {
      left(folder).ifPresent(console::warn);
    } else {
      console.warn(
          "history and report of what there is are in "
              + place
              + "; weft train --resume "
              + place
              + (trained.diverged()
                  ? " --learning-rate " + lower() + " goes on after epoch " + trained.epochs()
                  : " goes on"));
    }
  }

  /** A rate to try where the run's was too high. */
  private float lower() {
    return model.spec().learningRate() / 10;
  }

  /** What there is of a run that failed; empty where it is nothing. */
  private static Optional<String> left(RunFolder folder) {
    List<String> names = folder.names();
    boolean goesOn = folder.resumable();
    return names.isEmpty() && !goesOn
        ? Optional.empty()
        : Optional.of(
            "what was trained is kept in "
                + folder.place()
                + (names.isEmpty() ? "" : ": " + String.join(", ", names))
                + (goesOn ? "; weft train --resume " + folder.place() + " goes on" : ""));
  }

  private void draw(RunFolder folder, MeasuredModel measured, TrainReport document) {
    try {
      TrainingReport.write(folder, measured, document);
    } catch (Pictures.Unavailable e) {
      console.warn(e.getMessage());
    }
  }

  private int report(
      TrainReport document, MeasuredModel measured, Keeping keeping, Optional<String> kept) {
    if (console.json()) {
      console.raw(Json.write(document));
    } else {
      measured.last().ifPresent(last -> show(last, measured.best()));
    }
    TrainedModel trained = measured.trained();
    String end = kept.map(words -> "; " + words).orElse("");
    if (trained.interrupted()) {
      console.warn("interrupted after " + trained.epochs() + " complete epochs" + end);
      return ExitCode.INTERRUPTED;
    }
    if (trained.diverged()) {
      console.warn(
          trained.history().stopReason().orElseThrow().words()
              + (trained.epochs() == 0
                  ? "; no epoch before it is sound"
                  : "; the last sound epoch is " + trained.epochs())
              + end);
      return ExitCode.FAILURE;
    }
    if (!keeping.kept.isEmpty()) {
      kept.ifPresent(console::log);
    }
    return ExitCode.OK;
  }

  private void show(Measurement last, Optional<Measurement> best) {
    if (source().synthetic()) {
      console.result("SYNTHETIC data: these figures say nothing about Fashion-MNIST.");
    }
    if (last.test().isEmpty()) {
      console.result(
          "no test data, so no test figures; "
              + (model.spec().validation().isNone() ? "training" : "validation")
              + " figures are in the history");
      return;
    }
    Evaluation test = last.test().get();
    if (test.classifies()) {
      console.result(test.toString().stripTrailing());
      console.result("");
    }
    console.result(line("last weights", last));
    best.ifPresent(measured -> console.result(line("best val_loss", measured)));
  }

  private static String line(String which, Measurement measured) {
    Evaluation test = measured.test().orElseThrow();
    String accuracy = test.classifies() ? "  test accuracy " + Format.decimal(test.accuracy()) : "";
    return Format.text(
        "%-13s (epoch %d): test loss %s%s",
        which, measured.epoch(), Format.decimal(test.loss()), accuracy);
  }
}
