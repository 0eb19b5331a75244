package dev.weft.app.training;

import dev.weft.UsageException;
import dev.weft.runs.RunFolder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The folder that a training leaves: results, history, pictures and the report. */
final class TrainOutput {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where results, pictures and the report go. Default: runs/TIME.")
  private Optional<Path> out;

  @Option(names = "--force", description = "Write to a folder that has other files, too.")
  private boolean force;

  @Option(
      names = "--no-report",
      description = "Leave no such folder: write the files named, and nothing else.")
  private boolean noReport;

  /** Whether there is to be a folder; misuse is found here, before anything is loaded. */
  boolean wanted() {
    if (noReport && out.isPresent()) {
      throw new UsageException(
          "--out " + out.get() + " and --no-report contradict each other: leave one of them out");
    }
    return !noReport;
  }

  /** The folder to write to, prepared; empty where none is wanted. */
  Optional<RunFolder> open() {
    if (!wanted()) {
      return Optional.empty();
    }
    return Optional.of(
        out.map(folder -> RunFolder.open(folder, force))
            .orElseGet(() -> RunFolder.create(Path.of(""), LocalDateTime.now())));
  }
}
