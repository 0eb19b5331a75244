package dev.weft.app;

import dev.weft.Versions;
import dev.weft.app.bench.BenchCommand;
import dev.weft.app.data.DataCommand;
import dev.weft.app.models.EvaluateCommand;
import dev.weft.app.models.ExportCommand;
import dev.weft.app.models.ImportCommand;
import dev.weft.app.models.ServeCommand;
import dev.weft.app.models.ShowCommand;
import dev.weft.app.options.Converters;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.predict.PredictCommand;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Failures;
import dev.weft.app.session.Session;
import dev.weft.app.training.CompareCommand;
import dev.weft.app.training.ExperimentsCommand;
import dev.weft.app.training.ImbalanceCommand;
import dev.weft.app.training.SweepCommand;
import dev.weft.app.training.TrainCommand;
import dev.weft.datasets.pictures.Inversion;
import dev.weft.runs.sweep.Objective;
import dev.weft.runs.sweep.Weights;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Puts the commands together. */
final class WeftCommandLine {
  private static final int NARROWEST = 70;
  private static final int WIDEST = 100;

  /** What completes the others, and so has to know them. */
  private static final String COMPLETION = "completion";

  private WeftCommandLine() {}

  /**
   * Runs a command line to its exit code; whatever goes wrong becomes a message, also where its
   * result could not be written.
   */
  static int run(Session session) {
    int code = execute(session);
    if (session.out().isAbandoned()) {
      code = code == ExitCode.OK ? ExitCode.ABANDONED : code;
    } else if (session.out().failure().isPresent()) {
      session
          .err()
          .println("weft: cannot write to standard output: " + session.out().failure().get());
      code = code == ExitCode.OK ? ExitCode.FAILURE : code;
    }
    session.err().flush();
    return code;
  }

  private static int execute(Session session) {
    try {
      return of(session).execute(session.arguments().toArray(String[]::new));
    } catch (Throwable error) {
      return Failures.report(session, error);
    }
  }

  /** All commands, or the one that is asked for: the others would take as long as it to be made. */
  static CommandLine of(Session session) {
    CommandLine line = new CommandLine(new WeftCommand());
    Map<String, Supplier<Object>> commands = commands(session);
    String first = session.arguments().isEmpty() ? "" : session.arguments().get(0);
    boolean one = commands.containsKey(first) && !first.equals(COMPLETION);
    commands.forEach(
        (name, command) -> {
          if (!one || name.equals(first)) {
            line.addSubcommand(name, command.get());
          }
        });
    IVersionProvider version = () -> new String[] {"weft " + Versions.read().weft()};
    line.getCommandSpec().versionProvider(version);
    line.setOut(new PrintWriter(session.out(), true));
    line.setErr(new PrintWriter(session.err(), true));
    line.setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, session.terminal().columns())));
    line.setUsageHelpLongOptionsMaxWidth(32);
    choice(line, Inversion.class);
    choice(line, Objective.class);
    choice(line, Weights.class);
    choice(line, OutputOptions.Colour.class);
    choice(line, DataCommand.Action.class);
    choice(line, CompletionCommand.Shell.class);
    line.setParameterExceptionHandler((problem, arguments) -> Failures.misuse(session, problem));
    line.setExecutionExceptionHandler(
        (problem, commandLine, parsed) -> Failures.report(session, problem));
    return line;
  }

  private static Map<String, Supplier<Object>> commands(Session session) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("experiments", () -> new ExperimentsCommand(session));
    commands.put("train", () -> TrainCommand.line(session));
    commands.put("sweep", () -> SweepCommand.line(session));
    commands.put("imbalance", () -> ImbalanceCommand.line(session));
    commands.put("evaluate", () -> new EvaluateCommand(session));
    commands.put("predict", () -> new PredictCommand(session));
    commands.put("show", () -> new ShowCommand(session));
    commands.put("export", () -> new ExportCommand(session));
    commands.put("import", () -> new ImportCommand(session));
    commands.put("serve", () -> new ServeCommand(session));
    commands.put("compare", () -> new CompareCommand(session));
    commands.put("data", () -> new DataCommand(session));
    commands.put("info", () -> new InfoCommand(session));
    commands.put("bench", () -> new BenchCommand(session));
    commands.put("test", () -> new TestCommand());
    commands.put(COMPLETION, () -> new CompletionCommand(session));
    return commands;
  }

  /** Options of this type take its constants in lower case, and say so where they get another. */
  private static <E extends Enum<E>> void choice(CommandLine line, Class<E> type) {
    line.registerConverter(type, Converters.choice(type));
  }
}
