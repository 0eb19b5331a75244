package dev.weft.runs;

import dev.weft.UsageException;
import dev.weft.files.IoErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of results that is there whole or not at all: everything is written into a folder beside
 * it, which takes its place at the end. Closing without {@link #publish} leaves nothing.
 */
public final class RunFolder implements AutoCloseable {
  /** The file that a complete folder has. */
  public static final String RESULTS = "results.json";

  /**
   * What a run leaves in its folder at most; anything else in it is somebody's own, such as a model
   * that {@code weft train} saved there.
   */
  private static final String OWN_FILES =
      "results\\.json|report\\.html|speed\\.(png|svg)"
          + "|(history|training|confusion|scores|calibration|curves)"
          + "-(multiclass|binary|binarized|regression)(-best)?\\.(csv|png|svg)"
          + "|(multiclass|binary|regression)(-best)?\\.safetensors";

  private final Path target;
  private final Path writing;

  private RunFolder(Path target, Path writing) {
    this.target = target;
    this.writing = writing;
  }

  /** {@code runs/TIME} in {@code parent}, with a number behind it where that exists already. */
  public static Path named(Path parent, LocalDateTime time) {
    DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);
    Path runs = parent.resolve("runs");
    Path named = runs.resolve(time.format(format));
    for (int i = 2; Files.exists(named); i++) {
      named = runs.resolve(time.format(format) + "-" + i);
    }
    return named;
  }

  /**
   * Prepares to write a folder.
   *
   * @param force whether a folder with other files is taken too; they stay where they are
   * @throws UsageException where {@code target} is taken
   * @throws java.io.UncheckedIOException where nothing can be written there
   */
  public static RunFolder open(Path target, boolean force) {
    Path absolute = target.toAbsolutePath().normalize();
    requireFree(target, absolute, force);
    if (absolute.getParent() == null) {
      throw new UsageException("--out " + target + " is a file system's root: name a folder in it");
    }
    Path writing =
        absolute.resolveSibling(
            "." + absolute.getFileName() + ".writing-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(absolute.getParent());
      deleteFolder(writing);
      // Only tried here: a process that is killed before it writes anything leaves nothing then.
      Files.createDirectory(writing);
      Files.delete(writing);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot write to " + target, e);
    }
    return new RunFolder(target, writing);
  }

  private static void requireFree(Path named, Path target, boolean force) {
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new UsageException("--out " + named + " is a file, expected a folder or a new name");
    }
    List<Path> foreign = contents(target).stream().filter(file -> !isOwn(file)).toList();
    if (!foreign.isEmpty() && !force) {
      throw new UsageException(
          "--out "
              + named
              + " has files that are not from weft, such as "
              + foreign.get(0).getFileName()
              + ": name another folder, or add --force to write"
              + " beside them");
    }
  }

  private static boolean isOwn(Path file) {
    return Files.isRegularFile(file) && file.getFileName().toString().matches(OWN_FILES);
  }

  private static List<Path> contents(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot read " + folder, e);
    }
  }

  /** Where the folder is to be. */
  public Path target() {
    return target;
  }

  /** Where the model after the last complete epoch is to be written. */
  Path model(String name) {
    return file(modelFile(name));
  }

  /** Where the model with the lowest val_loss is to be written. */
  Path bestModel(String name) {
    return file(modelFile(best(name)));
  }

  /** How files of the weights of the lowest val_loss are named beside those of the last ones. */
  public static String best(String name) {
    return name + "-best";
  }

  /**
   * The file of a model in the folder of a run that was published: the weights of the lowest
   * val_loss where those were kept, else the last; empty where it has none of this name.
   */
  public static Optional<Path> modelIn(Path folder, String name) {
    return Stream.of(best(name), name)
        .map(file -> folder.resolve(modelFile(file)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  static String modelFile(String name) {
    return name + ".safetensors";
  }

  Path history(String name) {
    return file(historyFile(name));
  }

  /** The table of a model's epochs. */
  public static String historyFile(String name) {
    return "history-" + name + ".csv";
  }

  Path confusion(String name) {
    return file(confusionName(name) + ".csv");
  }

  /** The table and the picture of a confusion matrix, without the ending. */
  public static String confusionName(String name) {
    return "confusion-" + name;
  }

  Path results() {
    return file(RESULTS);
  }

  /** Where the page for people is to be written. */
  public Path report() {
    return file("report.html");
  }

  /** Where a picture of this name is to be written, such as training-multiclass.png. */
  public Path picture(String name) {
    return file(name);
  }

  Path file(String name) {
    try {
      Files.createDirectories(writing);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot write to " + target, e);
    }
    return writing.resolve(name);
  }

  /** The names of the files written so far. */
  public List<String> names() {
    return contents(writing).stream().map(file -> file.getFileName().toString()).toList();
  }

  /** Puts the folder in its place; files of an earlier run that were there are gone then. */
  public void publish() {
    publish(target);
  }

  /**
   * Puts what there is of a run that did not come to its end in its place, or, where complete
   * results of an earlier run are there, beside it.
   *
   * @return where it is
   */
  public Path publishUnfinished() {
    Path place = target;
    for (int i = 1; Files.exists(place.resolve(RESULTS)); i++) {
      String end = "-unfinished" + (i == 1 ? "" : "-" + i);
      place = target.resolveSibling(target.toAbsolutePath().normalize().getFileName() + end);
    }
    publish(place);
    return place;
  }

  private void publish(Path place) {
    Path absolute = place.toAbsolutePath().normalize();
    try {
      if (!Files.exists(absolute)) {
        Files.move(writing, absolute, StandardCopyOption.ATOMIC_MOVE);
        return;
      }
      for (Path old : contents(absolute)) {
        if (isOwn(old)) {
          Files.delete(old);
        }
      }
      // What says that the folder is complete comes last.
      List<Path> files = new ArrayList<>(contents(writing));
      files.sort(Comparator.comparing(file -> file.endsWith(RESULTS)));
      for (Path file : files) {
        Files.move(file, absolute.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot put the results into " + place, e);
    }
  }

  /** Deletes what was not published. */
  @Override
  public void close() {
    try {
      deleteFolder(writing);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot delete " + writing, e);
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      for (Path file : contents(folder)) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }
}
