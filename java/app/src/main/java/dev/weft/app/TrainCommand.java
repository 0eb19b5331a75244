package dev.weft.app;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.options.SampleRange;
import dev.weft.app.options.TrainOptions;
import dev.weft.app.resume.EarlierRun;
import dev.weft.app.resume.ResumedOptions;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.model.ModelFile;
import dev.weft.nn.Architecture;
import dev.weft.runs.RunFolder;
import dev.weft.runs.input.Loading;
import dev.weft.runs.input.Samples;
import dev.weft.runs.training.Earlier;
import dev.weft.runs.training.ModelPlan;
import dev.weft.runs.training.ModelTraining;
import dev.weft.runs.training.Task;
import dev.weft.runs.training.Trained;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
          + " lowest val_loss. Ctrl-C keeps the epochs that are complete; --resume goes on from"
          + " there, and ends where the unbroken run ends.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft train --epochs 10 --save model.safetensors --history history.csv",
      "  weft train --task binary --recipe notebook",
      "  weft train --layers 784,64,32,10 --activation gelu --dropout 0.2@1",
      "  weft train --learning-rate 0.002 --lr-schedule cosine:1 --early-stopping off",
      "  weft train --train-range 0:3200 --validation 0 --no-shuffle --epochs 1 --json",
      "  weft train --resume runs/TIME",
      "  weft train --resume runs/TIME --epochs 100 --early-stopping off",
      "  weft train --dataset idx --data mnist/ --epochs 5",
      "  weft train --data prices.csv --target-columns price --epochs 100"
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TrainOptions options;
  @Mixin private TrainFiles files;
  @Mixin private TrainOutput folder;
  @Mixin private DataOptions data;
  @Mixin private BackendOptions backend;
  @Mixin private OutputOptions output;

  private final Session session;

  TrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    Console console = session.console(output);
    Optional<EarlierRun> earlier = files.resume().map(EarlierRun::read);
    earlier.ifPresent(this::goOn);
    Task task = options.task(data.targets());
    Loading loading = data.loading();
    ModelPlan draft = options.plan(task, data.fashion(), Optional.empty());
    requireFits(task, draft);
    backend.backend();
    files.check(!draft.validation().none());
    Optional<RunFolder> results = folder.open();
    try (Engine engine = Devices.open(backend, console)) {
      Samples samples = ranged(loading.load(console.dataListener()).forTask(task));
      earlier.ifPresent(run -> requireSame(run, samples, engine, console));
      console.log("training data: " + samples.train());
      ModelPlan plan = fitted(task, samples);
      UsageException.interpreting(() -> plan.config(samples.train()));
      session.interruption().guard();
      TrainInput input = new TrainInput(samples, data.report(), options.trainRange(), earlier);
      return train(engine, input, plan, results, console, started);
    } finally {
      results.ifPresent(RunFolder::close);
    }
  }

  /** From here on the options are those of the earlier run, with what may be changed about them. */
  private void goOn(EarlierRun earlier) {
    ResumedOptions resumed = new ResumedOptions(earlier, spec.commandLine().getParseResult());
    options = resumed.training();
    data = resumed.data();
    backend = resumed.backend();
  }

  private static void requireSame(
      EarlierRun earlier, Samples samples, Engine engine, Console console) {
    if (!samples.source().sha256().equals(earlier.dataHash())) {
      throw new UsageException(
          "the data is not what the run "
              + earlier.folder()
              + " was trained on: name that with --data (its SHA-256 is "
              + earlier.dataHash()
              + ", that of this is "
              + samples.source().sha256()
              + ")");
    }
    if (!engine.info().backend().equals(earlier.backend())) {
      console.warn(
          earlier.folder()
              + " was trained with the backend "
              + earlier.backend()
              + "; from here on figures are those of "
              + engine.info().backend());
    }
    console.log(
        "goes on after epoch " + earlier.earlier().epochs().size() + " of " + earlier.folder());
  }

  /** What can be known of Fashion-MNIST before it is loaded. */
  private void requireFits(Task task, ModelPlan plan) {
    if (!data.fashion()) {
      return;
    }
    if (task == Task.REGRESSION) {
      throw new UsageException(Samples.NEEDS_TARGETS);
    }
    int side = FashionMnist.SIDE;
    int outputs = task == Task.BINARY ? 1 : FashionMnist.CLASS_NAMES.size();
    Fitting.require(plan.network().layers(), side * side, outputs, task);
    int available = Fitting.FASHION_TRAIN;
    if (options.trainRange().isPresent()) {
      Fitting.requireRange(options.trainRange().get(), available);
      available = options.trainRange().get().size();
    }
    int samples = available;
    UsageException.interpreting(() -> plan.validation().of(samples, "--validation"));
  }

  private Samples ranged(Samples samples) {
    if (options.trainRange().isEmpty()) {
      return samples;
    }
    SampleRange range = options.trainRange().get();
    Fitting.requireRange(range, samples.train().size());
    return samples.withTrain(samples.train().range(range.from(), range.to()));
  }

  private ModelPlan fitted(Task task, Samples samples) {
    int inputs = samples.train().features();
    int outputs = samples.outputs(task);
    List<Integer> widths = options.layers().orElseGet(() -> options.fitted(task, inputs, outputs));
    Fitting.require(widths, inputs, outputs, task);
    return options.plan(task, data.fashion(), Optional.of(widths));
  }

  private int train(
      Engine engine,
      TrainInput input,
      ModelPlan plan,
      Optional<RunFolder> results,
      Console console,
      Instant started) {
    Architecture architecture = plan.network().architecture();
    try (Network network = engine.network(architecture, plan.seed());
        ResidentDataset resident = engine.upload(input.samples().train())) {
      files
          .init()
          .ifPresent(file -> network.parameters(ModelFile.readParameters(file, architecture)));
      input.earlier().ifPresent(run -> run.restore(network));
      if (output.debug()) {
        console.log(network.summary());
      }
      Trained trained =
          new ModelTraining(session.interruption(), results.isPresent())
              .train(
                  network,
                  resident,
                  plan,
                  input.earlier().map(EarlierRun::earlier).orElse(Earlier.NOTHING),
                  console.progress(plan.task().toString()));
      TrainRun run =
          new TrainRun(
              session, engine, network, input, plan, options.recipe(), trained, console, started);
      return run.finish(files, results);
    }
  }
}
