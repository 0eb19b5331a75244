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
import dev.weft.app.session.Failures;
import dev.weft.app.session.Session;
import dev.weft.app.training.CompareCommand;
import dev.weft.app.training.ExperimentsCommand;
import dev.weft.app.training.TrainCommand;
import dev.weft.datasets.pictures.Inversion;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Puts the commands together. */
final class WeftCommandLine {
  private static final int NARROWEST = 70;
  private static final int WIDEST = 100;

  private WeftCommandLine() {}

  /** Runs a command line to its exit code; whatever goes wrong becomes a message. */
  static int run(Session session) {
    String[] arguments = session.arguments().toArray(String[]::new);
    try {
      return of(session).execute(arguments);
    } catch (Throwable error) {
      return Failures.report(session, error);
    } finally {
      session.out().flush();
      session.err().flush();
    }
  }

  static CommandLine of(Session session) {
    CommandLine line = new CommandLine(new WeftCommand());
    line.addSubcommand("experiments", new ExperimentsCommand(session));
    line.addSubcommand("train", TrainCommand.line(session));
    line.addSubcommand("evaluate", new EvaluateCommand(session));
    line.addSubcommand("predict", new PredictCommand(session));
    line.addSubcommand("show", new ShowCommand(session));
    line.addSubcommand("export", new ExportCommand(session));
    line.addSubcommand("import", new ImportCommand(session));
    line.addSubcommand("serve", new ServeCommand(session));
    line.addSubcommand("compare", new CompareCommand(session));
    line.addSubcommand("data", new DataCommand(session));
    line.addSubcommand("info", new InfoCommand(session));
    line.addSubcommand("bench", new BenchCommand(session));
    line.addSubcommand("test", new TestCommand());
    line.addSubcommand("completion", new CompletionCommand(session));
    IVersionProvider version = () -> new String[] {"weft " + Versions.read().weft()};
    line.getCommandSpec().versionProvider(version);
    line.setOut(new PrintWriter(session.out(), true));
    line.setErr(new PrintWriter(session.err(), true));
    line.setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, session.terminal().columns())));
    line.setUsageHelpLongOptionsMaxWidth(32);
    choice(line, Inversion.class);
    choice(line, OutputOptions.Colour.class);
    choice(line, DataCommand.Action.class);
    choice(line, CompletionCommand.Shell.class);
    line.setParameterExceptionHandler((problem, arguments) -> Failures.misuse(session, problem));
    line.setExecutionExceptionHandler(
        (problem, commandLine, parsed) -> Failures.report(session, problem));
    return line;
  }

  /** Options of this type take its constants in lower case, and say so where they get another. */
  private static <E extends Enum<E>> void choice(CommandLine line, Class<E> type) {
    line.registerConverter(type, Converters.choice(type));
  }
}
