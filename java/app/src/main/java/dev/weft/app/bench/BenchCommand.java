package dev.weft.app.bench;

import dev.weft.DataException;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.FashionOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import dev.weft.backend.Backend;
import dev.weft.backend.Backends;
import dev.weft.backend.ContextOptions;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.runs.Json;
import dev.weft.runs.Recipe;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times the training of the reference network. */
@Command(
    name = "bench",
    header = "Time how fast the reference network trains here.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Times how fast the reference network 784-32-32-10 trains on 50,000 images: one epoch to warm"
          + " up, then a few timed ones, for each batch size on each backend. Only training is"
          + " timed.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft bench",
      "  weft bench --backend cpu --threads 1 --batch-size 32 --epochs 20",
      "  weft bench --json > bench.json",
      "",
      "In a checkout ./weft bench --full runs the whole suite of benchmarks, and",
      "./weft bench --end-to-end times whole processes; both take --help."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int SAMPLES = 50_000;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "all",
      description = "all, cpu, java or cuda. Default: ${DEFAULT-VALUE}.")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "CPU threads; 0 is one a core.")
  private int threads;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      split = ",",
      defaultValue = "32,128,1024,8192",
      description = "Batch sizes, separated by commas. Default: ${DEFAULT-VALUE}.")
  private List<Integer> batchSizes;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Epochs to be timed. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--max-seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "Time for everything; slow backends measure less. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Mixin private FashionOptions data;
  @Mixin private OutputOptions output;

  private final Session session;

  public BenchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Console console = session.console(output);
    BenchSettings settings =
        UsageException.interpreting(
            () -> {
              new ContextOptions(0, threads);
              return new BenchSettings(batchSizes, epochs, threads, seconds);
            });
    List<Backend> backends = backends();
    FashionMnist samples = samples(console);
    Bench bench =
        new Bench(
            settings,
            samples.train().range(0, SAMPLES),
            session.interruption(),
            System::nanoTime,
            console::log);
    session.interruption().guard();
    List<BackendBench> results;
    try {
      results = bench.run(backends);
    } catch (StoppedException e) {
      console.warn("interrupted; nothing was measured to the end");
      return ExitCode.INTERRUPTED;
    }
    show(results, samples, console);
    return session.interruption().requested() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  private List<Backend> backends() {
    List<Backend> chosen =
        Backends.all().stream()
            .filter(one -> backend.equals("all") || one.name().equals(backend))
            .toList();
    if (chosen.isEmpty()) {
      throw new UsageException("--backend takes all, cpu, java or cuda, not '" + backend + "'");
    }
    if (!backend.equals("all")) {
      Backends.select(backend);
    }
    return chosen;
  }

  /** The real data where it lies on this machine, else the procedural set. */
  private FashionMnist samples(Console console) {
    DataLocation where = data.location().withoutNetwork();
    try {
      return FashionMnist.load(where, console.dataListener());
    } catch (DataException e) {
      if (data.named()) {
        throw e;
      }
      return FashionMnist.load(DataLocation.synthetic(0), console.dataListener());
    }
  }

  private void show(List<BackendBench> results, FashionMnist samples, Console console) {
    List<Integer> layers = Recipe.reference().multiclass().network().widths();
    if (console.json()) {
      console.raw(
          Json.write(
              BenchReport.of(
                  layers,
                  samples.source().description(),
                  samples.source().synthetic(),
                  results,
                  session.command())));
      return;
    }
    console.result(
        "Training 784-32-32-10 on 50,000 images, "
            + (samples.source().synthetic() ? "SYNTHETIC data" : "real data")
            + ":");
    BenchTable.lines(results).forEach(console::result);
  }
}
