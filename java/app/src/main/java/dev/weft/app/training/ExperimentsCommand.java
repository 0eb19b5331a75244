package dev.weft.app.training;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.CheckpointOptions;
import dev.weft.app.options.FashionOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.options.RunOutput;
import dev.weft.app.session.Devices;
import dev.weft.app.session.Session;
import dev.weft.runs.EarlierModel;
import dev.weft.runs.EarlierRun;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Provenance;
import dev.weft.runs.Recipe;
import dev.weft.runs.RunDescription;
import dev.weft.runs.RunFolder;
import dev.weft.runs.StartTime;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Loading;
import dev.weft.runs.input.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the study's three experiments and compares them with the study. */
@Command(
    name = "experiments",
    header = "Run the three experiments and compare them with the study.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Runs the study's three experiments on Fashion-MNIST: trains the ten-class and the two-class"
          + " model, reads the ten-class model's outputs as two classes, and compares all three"
          + " with the study. Results, models and pictures go into a folder. Ctrl-C keeps the epochs"
          + " that are complete, and what ends it otherwise all but the last seconds; --resume goes"
          + " on from there, and ends where the unbroken run ends.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft experiments",
      "  weft experiments --seeds 30                      a verdict instead of a sample",
      "  weft experiments --seed 7 --out runs/seed-7",
      "  weft experiments --recipe notebook --backend cpu --threads 1",
      "  weft experiments --data synthetic --epochs 2     without the real data",
      "  weft experiments --resume runs/TIME",
      "  weft experiments --quiet --json > results.json"
    })
public final class ExperimentsCommand implements Callable<Integer> {
  private static final int MOST_SEEDS = 1000;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "reference",
      description =
          "reference, notebook (dropout in the two-class model) or tuned (trained better).")
  private String recipe;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of initial weights, orders, dropout and shifts. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = {
        "Train with N seeds, from --seed on: means, intervals, and what can be said of the study's"
            + " conclusions. Default: 1; 30 are a verdict."
      })
  private Optional<Integer> seeds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "At most so many epochs for each model, for a quick try.")
  private Optional<Integer> epochs;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with experiments that were stopped, from their folder.")
  private Optional<Path> resume;

  @Spec private CommandSpec spec;
  @Mixin private FashionOptions data;
  @Mixin private CheckpointOptions checkpoints;
  @Mixin private BackendOptions backend;
  @Mixin private RunOutput results;
  @Mixin private OutputOptions output;

  private final Session session;

  public ExperimentsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    StartTime started = StartTime.now();
    Console console = session.console(output);
    Optional<EarlierRun> earlier = resume.map(EarlierRun::ofExperiments);
    int wanted = seeds.or(() -> earlier.map(EarlierRun::seeds)).orElse(1);
    if (wanted < 1 || wanted > MOST_SEEDS) {
      throw new UsageException("--seeds takes 1 to " + MOST_SEEDS + ", not " + wanted);
    }
    Recipe chosen = earlier.map(run -> recipeOf(run, wanted)).orElseGet(this::chosenRecipe);
    DataSpec input =
        earlier
            .filter(run -> !data.named())
            .map(EarlierRun::input)
            .orElse(DataSpec.fashion(data.text()));
    Loading loading = input.loading(data.offline());
    String device =
        given("--backend") || given("--instructions")
            ? backend.backend()
            : earlier.map(EarlierRun::backend).orElseGet(backend::backend);
    backend.threads();
    try (RunFolder folder = results.open();
        Engine engine = Devices.open(device, backend, console)) {
      Samples samples = loading.load(console.dataListener());
      earlier.ifPresent(run -> goOn(run, samples, engine, console));
      begin(folder, console);
      session.interruption().guard();
      Provenance.Start start =
          new Provenance.Start(session.command(), started, samples.source(), engine.info());
      RunDescription description =
          RunDescription.ofExperiments(
              chosen,
              wanted,
              input.absolute(),
              earlier.map(EarlierRun::resumed).orElse(List.of()),
              start);
      ExperimentsRun run =
          new ExperimentsRun(
              console, chosen, wanted, samples, input.absolute(), earlier, folder, start);
      return run.finish(
          new Pipeline(
              engine,
              session.interruption(),
              console::progress,
              Optional.of(checkpoints.in(folder, description, console::warn))),
          results.page());
    }
  }

  private void begin(RunFolder folder, Console console) {
    folder.notes().forEach(console::warn);
    console.log(
        "folder: "
            + folder.place()
            + (checkpoints.wanted()
                ? " (should this be killed: weft experiments --resume " + folder.place() + ")"
                : ""));
  }

  private boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private Recipe chosenRecipe() {
    return UsageException.interpreting(
        () -> {
          Recipe named = Recipe.named(recipe).withSeed(seed);
          return epochs.map(named::withEpochs).orElse(named);
        });
  }

  /** That of the earlier run, which nothing given now may contradict. */
  private Recipe recipeOf(EarlierRun run, int wanted) {
    if (run.complete() && wanted <= run.seeds()) {
      throw new UsageException(
          "the run "
              + run.folder()
              + " came to its end: there is nothing to go on with, but with more --seeds than "
              + run.seeds());
    }
    requireSame(run, "--recipe", recipe, run.recipe());
    Recipe before = run.asTrained();
    requireSame(run, "--seed", Long.toString(seed), Long.toString(before.multiclass().seed()));
    if (given("--epochs")) {
      requireSame(
          run,
          "--epochs",
          before.withEpochs(epochs.orElseThrow()).equals(before) ? "" : "" + epochs.get(),
          "");
    }
    return before;
  }

  private void requireSame(EarlierRun run, String option, String now, String before) {
    if (given(option) && !now.equals(before)) {
      throw EarlierModel.contradiction(
          run.folder(),
          option + " " + now,
          before.isEmpty() ? "with more" : "with " + option + " " + before);
    }
  }

  private static void goOn(EarlierRun earlier, Samples samples, Engine engine, Console console) {
    earlier.requireData(samples.source());
    earlier.warningOf(engine.info()).ifPresent(console::warn);
    earlier.notes().forEach(console::warn);
    earlier
        .models()
        .forEach(
            (name, model) ->
                console.log(
                    name
                        + " goes on after epoch "
                        + model.epochs().size()
                        + " of "
                        + earlier.folder()));
  }
}
