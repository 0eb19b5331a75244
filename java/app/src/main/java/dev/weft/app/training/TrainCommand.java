package dev.weft.app.training;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.models.FeatureReading;
import dev.weft.app.models.GivenParameters;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.CheckpointOptions;
import dev.weft.app.options.DataOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.options.TrainOptions;
import dev.weft.app.session.Devices;
import dev.weft.app.session.Session;
import dev.weft.data.ColumnNames;
import dev.weft.data.FeatureScale;
import dev.weft.nn.Architecture;
import dev.weft.runs.EarlierModel;
import dev.weft.runs.EarlierRun;
import dev.weft.runs.ModelRun;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Pipeline.Start;
import dev.weft.runs.Provenance;
import dev.weft.runs.Resumption;
import dev.weft.runs.RunDescription;
import dev.weft.runs.RunFolder;
import dev.weft.runs.StartTime;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Loading;
import dev.weft.runs.input.Samples;
import dev.weft.train.Task;
import dev.weft.train.TrainingSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains one model. */
@Command(
    name = "train",
    header = "Train a model of your own design.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Trains a model and evaluates it on the test set, with its last weights and with those of the"
          + " lowest val_loss. Ctrl-C keeps the epochs that are complete, and what ends it otherwise"
          + " all but the last seconds; --resume goes on from there, and ends where the unbroken run"
          + " ends.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft train --epochs 10 --save model.safetensors --history history.csv",
      "  weft train --task binary --recipe notebook",
      "  weft train --layers 784,64,32,10 --activation gelu --dropout 0.2@1",
      "  weft train --learning-rate 0.002 --lr-schedule cosine --warmup 0.1 --early-stopping off",
      "  weft train --train-range 0:3200 --validation 0 --no-shuffle --epochs 1 --json",
      "  weft train --resume runs/TIME",
      "  weft train --resume runs/TIME --epochs 100 --early-stopping off",
      "  weft train --dataset idx --data mnist/ --epochs 5",
      "  weft train --data prices.csv --target-columns price --epochs 100"
    })
public final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TrainOptions options;
  @Mixin private TrainFiles files;
  @Mixin private TrainOutput folder;
  @Mixin private CheckpointOptions checkpoints;
  @Mixin private DataOptions data;
  @Mixin private BackendOptions backend;
  @Mixin private OutputOptions output;

  private final Session session;

  private TrainCommand(Session session) {
    this.session = session;
  }

  /** The command with an option for each field of a training. */
  public static CommandLine line(Session session) {
    TrainCommand command = new TrainCommand(session);
    CommandLine line = new CommandLine(command);
    command.options.addFieldsTo(line.getCommandSpec());
    return line;
  }

  @Override
  public Integer call() {
    StartTime started = StartTime.now();
    Console console = session.console(output);
    Optional<EarlierRun> earlier = files.resume().map(EarlierRun::ofTraining);
    Optional<EarlierModel> before = earlier.map(run -> run.models().values().iterator().next());
    DataSpec input = earlier.map(run -> data.over(run.input())).orElseGet(data::spec);
    Task task =
        before.map(model -> model.spec().task()).orElseGet(() -> options.task(input.hasTargets()));
    Loading loading = input.loading(data.offline(), columns(before));
    TrainingSpec draft =
        before
            .map(model -> options.resumed(earlier.get(), model))
            .orElseGet(() -> options.spec(task, input.isFashion(), Optional.empty()));
    if (input.isFashion()) {
      OptionChecks.requireFashion(draft, options.trainRange());
    }
    String device = device(earlier);
    files.check(!draft.validation().isNone());
    if (checkpoints.asked() && !folder.wanted()) {
      throw new UsageException(
          "--checkpoint-every and --no-report contradict each other: checkpoints are in the folder"
              + " of the run; leave one of them out");
    }
    Optional<RunFolder> results = folder.open();
    try (Engine engine = Devices.open(device, backend, console)) {
      Samples samples = options.ranged(loading.load(console.dataListener()).forTask(task));
      earlier.ifPresent(run -> goOn(run, samples, engine, console));
      console.log("training data: " + samples.train());
      samples.hint().map(UsageException::spelt).ifPresent(console::warn);
      files
          .init()
          .flatMap(
              file ->
                  FeatureReading.misfit(
                      file.toString(),
                      GivenParameters.scale(file),
                      FeatureScale.of(samples.train()),
                      "the data's features are"))
          .ifPresent(console::warn);
      TrainingSpec fitted = fitted(draft, input, samples, before.isPresent());
      results.ifPresent(run -> begin(run, console));
      session.interruption().guard();
      ModelRun model = new ModelRun(task.toString(), options.recipe(), fitted, samples);
      Provenance.Start start =
          new Provenance.Start(session.command(), started, samples.source(), engine.info());
      List<Resumption> resumed = earlier.map(EarlierRun::resumed).orElse(List.of());
      RunDescription description =
          RunDescription.ofTraining(model, input.absolute(), options.trainRange(), resumed, start);
      TrainRun run =
          new TrainRun(
              session, console, model, input.absolute(), options.trainRange(), resumed, start);
      return run.finish(
          new Pipeline(
              engine,
              session.interruption(),
              console::progress,
              results.map(to -> checkpoints.in(to, description, console::warn))),
          start(before, fitted.network(), console),
          files,
          results);
    } finally {
      results.ifPresent(RunFolder::close);
    }
  }

  private void begin(RunFolder run, Console console) {
    run.notes().forEach(console::warn);
    console.log(
        "folder: "
            + run.place()
            + (checkpoints.wanted()
                ? " (should this be killed: weft train --resume " + run.place() + ")"
                : ""));
  }

  /** The backend that is named now, or the one of before. */
  private String device(Optional<EarlierRun> earlier) {
    boolean named =
        Stream.of("--backend", "--instructions")
            .anyMatch(spec.commandLine().getParseResult()::hasMatchedOption);
    return named ? backend.backend() : earlier.map(EarlierRun::backend).orElseGet(backend::backend);
  }

  /** The columns of a table as the weights that training starts from know them. */
  private ColumnNames columns(Optional<EarlierModel> before) {
    return before
        .flatMap(EarlierModel::last)
        .map(last -> last.metadata().columns())
        .or(() -> files.init().map(GivenParameters::features))
        .orElseGet(ColumnNames::none);
  }

  private Start start(Optional<EarlierModel> before, Architecture network, Console console) {
    return before
        .<Start>map(Start.Earlier::new)
        .or(
            () ->
                files
                    .init()
                    .map(file -> new Start.Given(GivenParameters.read(file, network, console))))
        .orElseGet(Start.Seeded::new);
  }

  private static void goOn(EarlierRun earlier, Samples samples, Engine engine, Console console) {
    earlier.requireData(samples.source());
    earlier.warningOf(engine.info()).ifPresent(console::warn);
    earlier.notes().forEach(console::warn);
    int epochs = earlier.models().values().iterator().next().epochs().size();
    console.log("goes on after epoch " + epochs + " of " + earlier.folder());
  }

  private TrainingSpec fitted(
      TrainingSpec draft, DataSpec input, Samples samples, boolean resumed) {
    int[] widths = {samples.train().features(), samples.outputs(draft.task())};
    TrainingSpec fitted =
        resumed ? draft : options.spec(draft.task(), input.isFashion(), Optional.of(widths));
    OptionChecks.requireFits(fitted, samples);
    return fitted;
  }
}
