package dev.weft.app.training;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.Converters;
import dev.weft.app.options.DataOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.options.RunOutput;
import dev.weft.app.options.TrainOptions;
import dev.weft.app.session.Devices;
import dev.weft.app.session.Session;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Provenance;
import dev.weft.runs.RunFolder;
import dev.weft.runs.StartTime;
import dev.weft.runs.imbalance.ImbalanceStudy;
import dev.weft.runs.imbalance.Profile;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Loading;
import dev.weft.runs.input.Samples;
import dev.weft.train.ClassWeights;
import dev.weft.train.Task;
import dev.weft.train.TrainingSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares what helps where classes are of unequal size. */
@Command(
    name = "imbalance",
    header = "Make some classes rare, and compare what helps.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Takes away samples of some classes from those that train and validate, and trains with"
          + " several seeds: as they are, with balanced class weights, with oversampling; and once"
          + " more reads the first with thresholds moved by the shares of the classes. The last"
          + " weights are measured on the test samples, which stay as they are: balanced accuracy,"
          + " macro F1, the recall of each class, and what can be said of the differences.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft imbalance                              a long tail: the last class has 1 of 100",
      "  weft imbalance --profile step:20 --seeds 10",
      "  weft imbalance --profile 1,0.1 --task binary",
      "  weft imbalance --data table.csv --label-column kind --profile 50"
    })
public final class ImbalanceCommand implements Callable<Integer> {
  private static final int MOST_SEEDS = 1000;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      defaultValue = "100",
      converter = Shares.class,
      description =
          "RATIO: by equal factors from all of the first class to 1 of RATIO of the last;"
              + " step:RATIO: so few of the second half of the classes; or a share for each class,"
              + " such as 1,0.5,0.1. Default: ${DEFAULT-VALUE}.")
  private Profile profile;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Train with N seeds, from --seed on. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Mixin private TrainOptions options;
  @Mixin private DataOptions data;
  @Mixin private BackendOptions backend;
  @Mixin private RunOutput results;
  @Mixin private OutputOptions output;

  private final Session session;

  private ImbalanceCommand(Session session) {
    this.session = session;
  }

  /** What {@code --profile} takes. */
  static final class Shares implements ITypeConverter<Profile> {
    @Override
    public Profile convert(String text) throws Exception {
      return Converters.of(Profile::parse).convert(text);
    }
  }

  /** The command with an option for each field of a training. */
  public static CommandLine line(Session session) {
    ImbalanceCommand command = new ImbalanceCommand(session);
    CommandLine line = new CommandLine(command);
    command.options.addFieldsTo(line.getCommandSpec());
    return line;
  }

  @Override
  public Integer call() {
    StartTime started = StartTime.now();
    Console console = session.console(output);
    if (seeds < 1 || seeds > MOST_SEEDS) {
      throw new UsageException("--seeds takes 1 to " + MOST_SEEDS + ", not " + seeds);
    }
    DataSpec input = data.spec();
    Task task = options.task(input.hasTargets());
    if (task == Task.REGRESSION) {
      throw new UsageException("imbalance is about classes: --task regression has none");
    }
    Loading loading = input.loading(data.offline());
    TrainingSpec draft = options.spec(task, input.isFashion(), Optional.empty());
    requireNoWeights(draft);
    if (input.isFashion()) {
      OptionChecks.requireFashion(draft, options.trainRange());
    }
    backend.threads();
    try (RunFolder folder = results.open();
        Engine engine = Devices.open(backend, console)) {
      Samples samples = options.ranged(loading.load(console.dataListener()).forTask(task));
      int[] widths = {samples.train().features(), samples.outputs(task)};
      TrainingSpec spec = options.spec(task, input.isFashion(), Optional.of(widths));
      OptionChecks.requireFits(spec, samples);
      if (samples.test().isEmpty()) {
        throw new UsageException("imbalance needs test samples: --test-data names a second table");
      }
      folder.notes().forEach(console::warn);
      console.log("training data: " + samples.train());
      samples.hint().map(UsageException::spelt).ifPresent(console::warn);
      session.interruption().guard();
      ImbalanceLines lines = new ImbalanceLines(console, 3 * seeds);
      ImbalanceStudy study =
          new ImbalanceStudy(
              new Pipeline(engine, session.interruption(), name -> List.of()),
              options.recipe(),
              spec,
              samples,
              profile,
              LongStream.range(spec.seed(), spec.seed() + seeds).boxed().toList(),
              lines::trained);
      Provenance.Start start =
          new Provenance.Start(session.command(), started, samples.source(), engine.info());
      return new ImbalanceRun(console, study, input.absolute(), folder, start, results.page())
          .finish();
    }
  }

  private static void requireNoWeights(TrainingSpec draft) {
    if (!draft.classWeights().equals(ClassWeights.none())) {
      throw new UsageException(
          "--class-weights is one of the remedies that are compared: leave it out");
    }
  }
}
