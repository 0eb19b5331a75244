package dev.weft.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line: it has no action of its own. */
@Command(
    name = "weft",
    synopsisSubcommandLabel = "COMMAND",
    description = "Trains dense neural networks, and repeats a study on Fashion-MNIST.",
    footer = {
      "",
      "Examples:",
      "  weft experiments                 run the study's three experiments",
      "  weft train --epochs 10           train the ten-class model for 10 epochs",
      "  weft evaluate runs/X/binary.safetensors",
      "  weft predict runs/X/multiclass.safetensors photos/",
      "  weft COMMAND --help              options and examples of a command",
      "",
      "In a checkout ./weft test passes all tests, ./weft build builds, ./weft setup installs what",
      "the build needs, and ./weft bundle packs Weft for machines without a JDK or a network.",
      "",
      "Exit codes: 0 done, 1 failed, 2 misuse, 130 stopped by Ctrl-C."
    })
final class WeftCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = picocli.CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
