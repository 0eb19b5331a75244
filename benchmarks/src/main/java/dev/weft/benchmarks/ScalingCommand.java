package dev.weft.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a report's chart again. */
@Command(
    name = "scaling",
    header = "Draw how cost grows, from the full.json of one run: scaling.svg and scaling.png.")
final class ScalingCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "A full.json that the suite wrote.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where pictures go. Default: beside FILE.")
  private Optional<Path> out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new SuiteException("there is no file " + file + "; the suite writes one");
    }
    Path folder = out.orElseGet(() -> file.toAbsolutePath().getParent());
    for (Path picture : Scaling.draw(Files.readString(file), folder)) {
      spec.commandLine().getOut().println(picture);
    }
    return 0;
  }
}
