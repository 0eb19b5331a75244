package dev.weft.app.training;

import dev.weft.UsageException;
import dev.weft.app.options.FileArgument;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The files that training reads and writes. */
final class TrainFiles {
  @Option(
      names = "--init",
      paramLabel = "FILE",
      description =
          "Start from the tensors of a file, whoever wrote it: safetensors with Weft's names or"
              + " those of Keras or PyTorch, or a file of Keras.")
  private Optional<Path> init;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Go on with a training that was stopped, from its folder; --epochs and --early-stopping"
              + " may be others.")
  private Optional<Path> resume;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the model with its last weights (safetensors).")
  private Optional<Path> save;

  @Option(
      names = "--save-best",
      paramLabel = "FILE",
      description = "Write the model with the weights of the lowest val_loss.")
  private Optional<Path> saveBest;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Write loss and accuracy of every epoch (CSV).")
  private Optional<Path> history;

  Optional<Path> init() {
    return init;
  }

  /** The folder of the run to go on with. */
  Optional<Path> resume() {
    if (resume.isPresent() && init.isPresent()) {
      throw new UsageException(
          "--init and --resume contradict each other: a run that goes on has its tensors");
    }
    return resume;
  }

  Optional<Path> save() {
    return save;
  }

  Optional<Path> saveBest() {
    return saveBest;
  }

  Optional<Path> history() {
    return history;
  }

  /** Whether any file is to be written. */
  boolean written() {
    return save.isPresent() || saveBest.isPresent() || history.isPresent();
  }

  /**
   * Finds out before anything is trained what could not be read or written after it.
   *
   * @param validated whether there will be a val_loss
   */
  void check(boolean validated) {
    if (saveBest.isPresent() && !validated) {
      throw new UsageException(
          "--save-best needs validation samples: leave --validation above 0, or take --save");
    }
    init.ifPresent(file -> FileArgument.requireReadable("--init " + file, file));
    Map<Path, String> written = new LinkedHashMap<>();
    save.ifPresent(file -> checkWritten("--save", file, written));
    saveBest.ifPresent(file -> checkWritten("--save-best", file, written));
    history.ifPresent(file -> checkWritten("--history", file, written));
  }

  private static void checkWritten(String option, Path file, Map<Path, String> written) {
    Path absolute = FileArgument.requireWritable(option, file);
    String other = written.put(absolute, option);
    if (other != null) {
      throw new UsageException(option + " and " + other + " name the same file " + file);
    }
  }
}
