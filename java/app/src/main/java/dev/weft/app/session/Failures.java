package dev.weft.app.session;

import dev.weft.BackendUnavailableException;
import dev.weft.ModelFileException;
import dev.weft.SettingException;
import dev.weft.UsageException;
import dev.weft.WeftException;
import dev.weft.text.Format;
import dev.weft.train.SpecException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into a message for people and an exit code. */
public final class Failures {
  private static final List<String> DEBUG = List.of("--debug", "--verbose");

  private static final String FOREIGN =
      "weft import makes a model of a file of Keras or PyTorch; weft train --init and weft evaluate"
          + " --layers take its tensors.";

  private Failures() {}

  /** A command line that cannot be understood. */
  public static int misuse(Session session, ParameterException problem) {
    PrintStream err = session.err();
    err.println("weft: " + Format.lines(described(problem)));
    if (problem instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        err.println("Did you mean " + String.join(" or ", suggestions) + "?");
      }
    }
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    err.println("Try '" + command + " --help'.");
    trace(session, problem);
    return ExitCode.MISUSE;
  }

  private static String described(ParameterException problem) {
    return problem instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
        ? "unexpected argument '" + unmatched.getUnmatched().get(0) + "'"
        : problem.getMessage();
  }

  /** Anything that a command threw. */
  public static int report(Session session, Throwable problem) {
    if (problem instanceof ParameterException misuse) {
      return misuse(session, misuse);
    }
    session.err().println("weft: " + Format.lines(message(problem)));
    if (problem instanceof ModelFileException file && file.isForeign()) {
      session.err().println(FOREIGN);
    }
    if (!trace(session, problem) && isUnexpected(problem)) {
      session.err().println("This should not happen; --debug shows where it did.");
    }
    return isMisuse(problem) ? ExitCode.MISUSE : ExitCode.FAILURE;
  }

  /** What went wrong, in words for people. */
  public static String message(Throwable problem) {
    if (problem instanceof UncheckedIOException io) {
      return said(io.getCause());
    }
    if (problem instanceof OutOfMemoryError) {
      return "out of memory ("
          + problem.getMessage()
          + "): give Java more with WEFT_HEAP=4g in the environment, or use less data";
    }
    if (problem instanceof BackendUnavailableException) {
      String reason = said(problem);
      String remedy = Devices.remedy(reason);
      return remedy.isEmpty() ? reason : reason + remedy + "; --backend java needs none";
    }
    if (problem instanceof NoClassDefFoundError) {
      return "a class cannot be loaded ("
          + said(problem)
          + "): too many files are open in this process (ulimit -n allows more), or the"
          + " installation is not whole";
    }
    if (problem instanceof SpecException spec) {
      return spec.message(UsageException::option);
    }
    return isUnexpected(problem)
        ? "unexpected " + problem.toString().lines().findFirst().orElse("")
        : said(problem);
  }

  private static String said(Throwable problem) {
    String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }

  private static boolean isMisuse(Throwable problem) {
    return problem instanceof UsageException
        || problem instanceof SpecException
        || problem instanceof SettingException;
  }

  private static boolean isUnexpected(Throwable problem) {
    return !(problem instanceof WeftException
        || isMisuse(problem)
        || problem instanceof UncheckedIOException
        || problem instanceof OutOfMemoryError
        || problem instanceof NoClassDefFoundError);
  }

  private static boolean trace(Session session, Throwable problem) {
    boolean wanted = session.arguments().stream().anyMatch(DEBUG::contains);
    if (wanted) {
      StringWriter trace = new StringWriter();
      problem.printStackTrace(new PrintWriter(trace));
      session.err().print(Format.lines(trace.toString()));
    }
    return wanted;
  }
}
