package dev.weft.app.data;

import dev.weft.app.console.Console;
import dev.weft.app.data.DataReport.SetReport;
import dev.weft.app.options.DataOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import dev.weft.datasets.fashion.DataFile;
import dev.weft.runs.Json;
import dev.weft.runs.input.Samples;
import dev.weft.text.Format;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches, verifies and describes the data. */
@Command(
    name = "data",
    header = "Fetch, verify and describe the data.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Finds the data, fetches it where it is missing, verifies every file by its SHA-256, and"
          + " describes what is in it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft data                            fetch, verify and describe",
      "  weft data verify --offline --data ~/datasets/fashion-mnist",
      "  weft data describe --dataset idx --data mnist/ --json",
      "  weft data describe --data synthetic:7"
    })
public final class DataCommand implements Callable<Integer> {
  /** What to do; each action includes the ones before it. */
  public enum Action {
    FETCH,
    VERIFY,
    DESCRIBE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "ACTION",
      description = "${COMPLETION-CANDIDATES}. Default: all three.")
  private Optional<Action> action;

  @Mixin private DataOptions data;
  @Mixin private OutputOptions output;

  private final Session session;

  public DataCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Console console = session.console(output);
    // Data is verified whenever it is loaded.
    Samples samples = data.loading().load(console.dataListener());
    DataReport report = DataReport.of(samples);
    if (console.json()) {
      console.raw(Json.write(report));
      return ExitCode.OK;
    }
    console.result(report.source());
    console.result("SHA-256 of the whole: " + report.sha256());
    if (action.isEmpty() || action.get() != Action.FETCH) {
      report.files().forEach(file -> console.result(line(file)));
    }
    if (action.isEmpty() || action.get() == Action.DESCRIBE) {
      report.sets().forEach(set -> show(set, console));
    }
    return ExitCode.OK;
  }

  private static String line(DataFile file) {
    return Format.text("  ok  %-24s %,12d bytes  %s", file.name(), file.bytes(), file.sha256());
  }

  private static void show(SetReport set, Console console) {
    console.result("");
    console.result(set.name() + ": " + set.description());
    console.result(
        Format.text(
            "  values %s to %s, mean %.4f, standard deviation %.4f, zeros %.1f%%",
            set.values().min(),
            set.values().max(),
            set.values().mean(),
            set.values().standardDeviation(),
            100 * set.values().zeros()));
    set.classes().forEach((name, count) -> console.result(Format.text("  %,8d  %s", count, name)));
  }
}
