package dev.weft.runs;

import dev.weft.files.IoErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a folder: which files of it are a run's, and what they are. */
final class RunContents {
  /**
   * What a run leaves in its folder at most; anything else in it is somebody's own, such as a model
   * that {@code weft train} saved there.
   */
  private static final String OWN_FILES =
      "results\\.json|report\\.html|speed\\.(png|svg)|seeds\\.(csv|md|tex)"
          + "|(ranking|imbalance)\\.csv|trials\\.(csv|jsonl)"
          + "|(history|training|confusion|scores|calibration|curves)"
          + "-(multiclass|binary|binarized|regression)(-best)?\\.(csv|png|svg)"
          + "|(multiclass|binary|regression)(-best|-seed--?\\d{1,19})?\\.safetensors"
          + "|checkpoint-(multiclass|binary|regression)-\\d{1,9}\\.safetensors"
          + "|\\.weft-[0-9a-f-]{36}\\.tmp";

  private RunContents() {}

  static boolean isOwn(Path file) {
    return Files.isRegularFile(file) && file.getFileName().toString().matches(OWN_FILES);
  }

  static List<Path> contents(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot read " + folder, e);
    }
  }

  /** The files of a run in a folder, what says that it is complete first. */
  static List<Path> own(Path folder) {
    return contents(folder).stream()
        .filter(RunContents::isOwn)
        .sorted(Comparator.comparing(file -> !file.endsWith(RunFolder.RESULTS)))
        .toList();
  }

  /** Deletes them, what says that the folder is complete first. */
  static void deleteOwn(Path folder) throws IOException {
    for (Path file : own(folder)) {
      Files.delete(file);
    }
  }

  /** Files that were being written when a process was killed. */
  static void deleteTemporary(Path folder) throws IOException {
    for (Path file : own(folder)) {
      if (file.getFileName().toString().startsWith(".weft-")) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Whether a run's folder has something to go on from, or a model. */
  static boolean hasModels(Path folder) {
    return hasTrials(folder)
        || own(folder).stream().anyMatch(file -> file.toString().endsWith(RunFolder.MODEL));
  }

  private static boolean hasTrials(Path folder) {
    return folder.resolve(RunFolder.TRIALS).toFile().length() > 0;
  }

  /** Whether a folder has trainings of a search that did not come to its end. */
  static boolean isUnfinishedSearch(Path folder) {
    return hasTrials(folder) && !hasResults(folder);
  }

  /** Whether a folder has the document of a run, which says how far it came. */
  static boolean hasResults(Path folder) {
    return Files.isRegularFile(folder.resolve(RunFolder.RESULTS));
  }

  /** The checkpoints of a model in a folder, the newest first. */
  static List<Path> checkpoints(Path folder, String name) {
    String begin = RunFolder.CHECKPOINT + name + "-";
    return own(folder).stream()
        .filter(file -> file.getFileName().toString().startsWith(begin))
        .sorted(Comparator.comparingInt((Path file) -> epoch(file, begin)).reversed())
        .toList();
  }

  private static int epoch(Path checkpoint, String begin) {
    String name = checkpoint.getFileName().toString();
    return Integer.parseInt(
        name.substring(begin.length(), name.length() - RunFolder.MODEL.length()));
  }
}
