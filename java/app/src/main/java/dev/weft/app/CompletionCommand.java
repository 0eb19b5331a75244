package dev.weft.app;

import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script that completes commands and options in a shell. */
@Command(
    name = "completion",
    header = "Print a script for shell completion.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Prints a script with which bash or zsh completes commands and options.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  source <(weft completion bash)      now, in this shell",
      "  weft completion bash > ~/.local/share/bash-completion/completions/weft",
      "  autoload -U +X compinit && compinit && source <(weft completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** Shells that the script is for; zsh reads it in bash's way. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell;

  @Spec private CommandSpec spec;

  private final Session session;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script = AutoComplete.bash(root.getCommandName(), root);
    session
        .out()
        .print(
            shell == Shell.ZSH ? "autoload -U +X bashcompinit && bashcompinit\n" + script : script);
    return ExitCode.OK;
  }
}
