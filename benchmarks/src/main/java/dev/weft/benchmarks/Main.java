package dev.weft.benchmarks;

import dev.weft.UsageException;
import dev.weft.WeftException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Where the benchmarks start: {@code java -jar weft-benchmarks.jar COMMAND}. */
@Command(
    name = "weft-benchmarks",
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures how fast Weft is.",
    subcommands = {
      SuiteCommand.class,
      PeakCommand.class,
      ScalingCommand.class,
      EndToEndCommand.class,
      TimeToAccuracyCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  private Main() {}

  /** Runs a command and ends the process: 0 done, 1 failed, 2 misuse. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setUsageHelpWidth(100);
    line.setUsageHelpLongOptionsMaxWidth(32);
    line.setExecutionExceptionHandler(Main::report);
    return line.execute(arguments);
  }

  private static int report(
      Exception problem, CommandLine line, CommandLine.ParseResult arguments) {
    boolean misuse = problem instanceof UsageException;
    boolean expected =
        problem instanceof WeftException
            || problem instanceof SuiteException
            || problem instanceof UncheckedIOException;
    if (misuse || expected) {
      line.getErr().println("weft: " + problem.getMessage());
    } else {
      problem.printStackTrace(line.getErr());
    }
    return misuse ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
