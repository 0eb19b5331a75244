package dev.weft.app.options;

import dev.weft.runs.RunFolder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** The folder that a run leaves, and whether there is a page in it. */
public final class RunOutput {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where results go. Default: runs/TIME.")
  private Optional<Path> out;

  @Option(names = "--force", description = "Write to a folder that has other files, too.")
  private boolean force;

  @Option(names = "--no-report", description = "Write no report.html.")
  private boolean noReport;

  /** The folder, prepared. */
  public RunFolder open() {
    return open(RunFolder::open);
  }

  /** The same for a search, which goes on in the folder of one that did not come to its end. */
  public RunFolder openSearch() {
    return open(RunFolder::openSearch);
  }

  private RunFolder open(BiFunction<Path, Boolean, RunFolder> named) {
    return out.map(folder -> named.apply(folder, force))
        .orElseGet(() -> RunFolder.create(Path.of(""), LocalDateTime.now()));
  }

  /** Whether a page for people is wanted. */
  public boolean page() {
    return !noReport;
  }
}
