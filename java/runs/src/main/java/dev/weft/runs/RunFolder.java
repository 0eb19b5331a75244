package dev.weft.runs;

import dev.weft.UsageException;
import dev.weft.files.AtomicFile;
import dev.weft.files.IoErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The folder of a run. It is made when the run begins, under a name that no other run can have
 * meanwhile, and written in place, so that what a run that was killed has left lies where people
 * look for it; {@code results.json} says that it is complete. Where there is an earlier run of that
 * name, the new one is written to {@code NAME-unfinished} and takes its place at the end.
 *
 * <p>Closing without {@link #publish} leaves what a run can go on from, and else nothing.
 */
public final class RunFolder implements AutoCloseable {
  /** The file that a complete folder has. */
  public static final String RESULTS = "results.json";

  /** How the names of checkpoints begin. */
  static final String CHECKPOINT = "checkpoint-";

  /** How the names of models end. */
  static final String MODEL = ".safetensors";

  /** The trainings of a search, a line each from when they are done. */
  static final String TRIALS = "trials.jsonl";

  private static final String UNFINISHED = "-unfinished";

  private final Path target;
  private final Path place;
  private final Path written;
  private final boolean made;
  private final List<RunLock> locks;
  private final List<String> notes;
  private boolean ended;

  private RunFolder(
      Path target,
      Path place,
      Path written,
      boolean made,
      List<RunLock> locks,
      List<String> notes) {
    this.target = target;
    this.place = place;
    this.written = written;
    this.made = made;
    this.locks = locks;
    this.notes = List.copyOf(notes);
  }

  /**
   * Makes {@code runs/TIME} in {@code parent}, with a number behind it where another run has that.
   *
   * @throws java.io.UncheckedIOException where nothing can be written there
   */
  public static RunFolder create(Path parent, LocalDateTime time) {
    DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);
    Path runs = parent.resolve("runs");
    try {
      Files.createDirectories(runs);
      List<String> notes = Leftovers.sweep(runs);
      Reserved reserved = reserve(runs, time.format(format), "");
      Path named = runs.resolve(reserved.folder().getFileName());
      return new RunFolder(
          named, named, reserved.folder(), true, new ArrayList<>(List.of(reserved.lock())), notes);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot write to " + runs, e);
    }
  }

  /** A folder that is this run's alone. */
  private record Reserved(Path folder, RunLock lock) {}

  /** Makes {@code NAME}, {@code NAME-2}... whichever is the first that nobody has. */
  private static Reserved reserve(Path parent, String name, String end) throws IOException {
    Path real = parent.toAbsolutePath().toRealPath();
    for (int i = 1; ; i++) {
      Path folder = real.resolve(name + end + (i == 1 ? "" : "-" + i));
      Optional<RunLock> lock = RunLock.acquire(folder);
      if (lock.isPresent()) {
        try {
          Files.createDirectory(folder);
          AtomicFile.sync(real);
          return new Reserved(folder, lock.get());
        } catch (FileAlreadyExistsException e) {
          lock.get().close();
        } catch (IOException e) {
          lock.get().close();
          throw e;
        }
      }
    }
  }

  /**
   * Prepares to write a folder of this name.
   *
   * @param force whether a folder with other files is taken too; they stay where they are
   * @throws UsageException where {@code target} is taken
   * @throws java.io.UncheckedIOException where nothing can be written there
   */
  public static RunFolder open(Path target, boolean force) {
    return open(target, force, folder -> RunContents.own(folder).isEmpty());
  }

  /**
   * The same for a search, which goes on in the folder of one that did not come to its end.
   *
   * @param force whether a folder with other files is taken too; they stay where they are
   * @throws UsageException where {@code target} is taken
   * @throws java.io.UncheckedIOException where nothing can be written there
   */
  public static RunFolder openSearch(Path target, boolean force) {
    return open(
        target,
        force,
        folder -> RunContents.own(folder).isEmpty() || RunContents.isUnfinishedSearch(folder));
  }

  private static RunFolder open(Path target, boolean force, Predicate<Path> inPlace) {
    Path absolute = target.toAbsolutePath().normalize();
    requireFree(target, absolute, force);
    if (absolute.getParent() == null) {
      throw new UsageException("--out " + target + " is a file system's root: name a folder in it");
    }
    List<RunLock> locks = new ArrayList<>();
    try {
      Files.createDirectories(absolute.getParent());
      Path named = Optional.ofNullable(target.getParent()).orElse(Path.of(""));
      Path real =
          Files.isDirectory(absolute)
              ? absolute.toRealPath()
              : absolute.getParent().toRealPath().resolve(absolute.getFileName());
      List<String> notes = new ArrayList<>(Leftovers.sweep(named));
      locks.add(RunLock.acquirePatiently(real).orElseThrow(() -> inUse(target)));
      requireFree(target, real, force);
      if (inPlace.test(real)) {
        boolean made = !Files.exists(real);
        Files.createDirectories(real);
        AtomicFile.sync(real.getParent());
        return new RunFolder(target, target, real, made, locks, notes);
      }
      Reserved reserved = reserve(real.getParent(), real.getFileName().toString(), UNFINISHED);
      locks.add(reserved.lock());
      Path place = target.resolveSibling(reserved.folder().getFileName());
      notes.add(target + " has an earlier run: it stays until this one, in " + place + ", is done");
      return new RunFolder(target, place, reserved.folder(), true, locks, notes);
    } catch (IOException e) {
      locks.forEach(RunLock::close);
      throw IoErrors.unchecked("cannot write to " + target, e);
    } catch (RuntimeException e) {
      locks.forEach(RunLock::close);
      throw e;
    }
  }

  private static UsageException inUse(Path target) {
    return new UsageException(
        "--out "
            + target
            + " is being written by another run ("
            + RunLock.holder(target)
            + "): name another folder, or wait for it");
  }

  private static void requireFree(Path named, Path target, boolean force) {
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new UsageException("--out " + named + " is a file, expected a folder or a new name");
    }
    List<Path> foreign =
        RunContents.contents(target).stream().filter(file -> !RunContents.isOwn(file)).toList();
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

  /** The first of {@code NAME-unfinished}, {@code NAME-unfinished-2}... that is not there. */
  static Path unfinished(Path folder) {
    Path place = folder.resolveSibling(folder.getFileName() + UNFINISHED);
    for (int i = 2; Files.exists(place); i++) {
      place = folder.resolveSibling(folder.getFileName() + UNFINISHED + "-" + i);
    }
    return place;
  }

  /**
   * Ends what a killed process had begun with a folder: to put new results into its place. For
   * whoever is about to read it.
   */
  public static void repair(Path folder) {
    if (!RunContents.hasResults(folder)) {
      Path parent = folder.toAbsolutePath().normalize().getParent();
      if (parent != null && Files.isDirectory(parent)) {
        Leftovers.endReplacements(parent);
      }
    }
  }

  /** What was found beside the folder and done about it, for people. */
  public List<String> notes() {
    return notes;
  }

  /** Where the run is written as long as it is not complete. */
  public Path place() {
    return place;
  }

  /** Where the complete run is to be. */
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

  /** Where a search writes down what its trainings came to. */
  public Path trials() {
    return file(TRIALS);
  }

  /** What searches before this one wrote down, in this folder and in that which it replaces. */
  public List<Path> earlierTrials() {
    return Stream.of(target.toAbsolutePath().normalize(), written)
        .distinct()
        .map(folder -> folder.resolve(TRIALS))
        .filter(Files::isRegularFile)
        .toList();
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
    return name + MODEL;
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

  /** Where a model's state after an epoch is to be written. */
  Path checkpoint(String name, int epoch) {
    return file(CHECKPOINT + name + "-" + epoch + MODEL);
  }

  /** Whether a run can go on from what lies in its folder now. */
  public boolean resumable() {
    return RunContents.hasResults(written)
        || RunContents.own(written).stream()
            .anyMatch(file -> file.getFileName().toString().startsWith(CHECKPOINT));
  }

  /** The folder that is written to, absolute. */
  Path written() {
    return written;
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
      Files.createDirectories(written);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot write to " + place, e);
    }
    return written.resolve(name);
  }

  /** The names of the files written so far, but for those that go at the end. */
  public List<String> names() {
    return RunContents.own(written).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> !name.startsWith(".") && !name.startsWith(CHECKPOINT))
        .sorted()
        .toList();
  }

  /**
   * Says that the run is complete: it is on the disk, and where it is to be; files of an earlier
   * run that were there are gone then.
   */
  public void publish() {
    try {
      settle();
      if (!place.equals(target)) {
        Path real = target.toAbsolutePath().normalize();
        new Replacement(Files.isDirectory(real) ? real.toRealPath() : real, written).run();
      }
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot put the results from " + place + " into " + target, e);
    }
    ended = true;
  }

  /**
   * Leaves what there is of a run that did not come to its end.
   *
   * @return where it is
   */
  public Path publishUnfinished() {
    try {
      settle();
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot write to " + place, e);
    }
    ended = true;
    return place;
  }

  private void settle() throws IOException {
    RunContents.deleteTemporary(written);
    if (RunContents.hasResults(written)) {
      // What they are for is in the models and in this document.
      for (Path file : RunContents.own(written)) {
        if (file.getFileName().toString().startsWith(CHECKPOINT)) {
          Files.delete(file);
        }
      }
    }
    for (Path file : RunContents.own(written)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
    AtomicFile.sync(written);
  }

  /**
   * Lets others have the folder's name. What is not published goes, but for what a run can go on
   * from and models.
   */
  @Override
  public void close() {
    try {
      if (!ended && !RunContents.hasModels(written)) {
        RunContents.deleteOwn(written);
        if (made) {
          Files.deleteIfExists(written);
        }
      }
    } catch (DirectoryNotEmptyException e) {
      // Somebody has put something there meanwhile.
      return;
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot delete " + place, e);
    } finally {
      locks.forEach(RunLock::close);
    }
  }
}
