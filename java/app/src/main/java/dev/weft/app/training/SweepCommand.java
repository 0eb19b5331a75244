package dev.weft.app.training;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.DataOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.options.RunOutput;
import dev.weft.app.options.SweepOptions;
import dev.weft.app.session.Devices;
import dev.weft.app.session.Session;
import dev.weft.runs.ComputedBy;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Provenance;
import dev.weft.runs.RunFolder;
import dev.weft.runs.StartTime;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Loading;
import dev.weft.runs.input.Samples;
import dev.weft.runs.sweep.Configuration;
import dev.weft.runs.sweep.Sweep;
import dev.weft.runs.sweep.SweepPlan;
import dev.weft.runs.sweep.TrialJournal;
import dev.weft.train.Task;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains many configurations and ranks them. */
@Command(
    name = "sweep",
    header = "Try many settings, and rank them.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Trains a model with many settings and ranks them by validation samples. Every option of a"
          + " training takes several values: listed (0.001,0.003; with semicolons where values have"
          + " commas), or LOW..HIGH and LOW..HIGH:log with --trials. What is trained is kept at once:"
          + " after Ctrl-C, or whatever else ends it, the same command with the same --out goes on.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft sweep --learning-rate 0.001,0.003 --batch-size 32,64 --seeds 1..5",
      "  weft sweep --layers '784,32,32,10;784,64,10' --out runs/widths",
      "  weft sweep --trials 50 --learning-rate 1e-4..1e-2:log --dropout 0..0.5@1",
      "  weft sweep --trials 81 --learning-rate 1e-4..1e-1:log --halving 1:3 --epochs 27",
      "  weft sweep --weight-decay 0,0.01 --optimizer adamw --folds 5 --test",
      "  weft sweep --data prices.csv --target-columns price --layers '4,8,1;4,32,1'"
    })
public final class SweepCommand implements Callable<Integer> {
  @Option(
      names = "--test",
      description =
          "Measure the best configuration on the test samples at the end. Results say how often that"
              + " was done in their folder: each look makes the figure less of a test.")
  private boolean test;

  @Mixin private SweepOptions options;
  @Mixin private DataOptions data;
  @Mixin private BackendOptions backend;
  @Mixin private RunOutput results;
  @Mixin private OutputOptions output;

  private final Session session;

  private SweepCommand(Session session) {
    this.session = session;
  }

  /** The command with an option for each field of a training. */
  public static CommandLine line(Session session) {
    SweepCommand command = new SweepCommand(session);
    CommandLine line = new CommandLine(command);
    command.options.addFieldsTo(line.getCommandSpec());
    return line;
  }

  @Override
  public Integer call() {
    StartTime started = StartTime.now();
    Console console = session.console(output);
    DataSpec input = data.spec();
    SweepPlan plan = options.plan(input.hasTargets());
    Task task = plan.request().task(input.hasTargets());
    Loading loading = input.loading(data.offline());
    List<Configuration> drafts = configurations(plan, task, input, Optional.empty());
    if (input.isFashion()) {
      drafts.forEach(draft -> OptionChecks.requireFashion(draft.spec(), Optional.empty()));
    }
    backend.threads();
    try (RunFolder folder = results.openSearch();
        Engine engine = Devices.open(backend, console)) {
      Samples samples = loading.load(console.dataListener()).forTask(task);
      int[] widths = {samples.train().features(), samples.outputs(task)};
      List<Configuration> configurations = configurations(plan, task, input, Optional.of(widths));
      configurations.forEach(one -> OptionChecks.requireFits(one.spec(), samples));
      if (test && samples.test().isEmpty()) {
        throw new UsageException("--test needs test samples: --test-data names a second table");
      }
      folder.notes().forEach(console::warn);
      console.log("training data: " + samples.train());
      console.log(
          "folder: "
              + folder.place()
              + " (should this end early: the same command with --out "
              + folder.place()
              + " goes on)");
      samples.hint().map(UsageException::spelt).ifPresent(console::warn);
      session.interruption().guard();
      SweepLines lines = new SweepLines(console, plan.objective());
      Sweep sweep =
          new Sweep(
              new Pipeline(engine, session.interruption(), name -> List.of()),
              plan,
              samples,
              new TrialJournal(
                  folder, samples.source(), ComputedBy.of(engine.info()), console::warn),
              lines::known);
      Provenance.Start start =
          new Provenance.Start(session.command(), started, samples.source(), engine.info());
      return new SweepRun(console, sweep, input.absolute(), folder, start, test, results.page())
          .finish(configurations);
    }
  }

  private static List<Configuration> configurations(
      SweepPlan plan, Task task, DataSpec input, Optional<int[]> widths) {
    return UsageException.interpreting(() -> plan.configurations(task, input.isFashion(), widths));
  }
}
