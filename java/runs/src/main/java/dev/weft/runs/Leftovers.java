package dev.weft.runs;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What runs that were killed have left in the folder that their folders are in: what was begun is
 * ended, what is of no use goes, and what can go on is named.
 */
final class Leftovers {
  private static final Pattern LOCK = Pattern.compile("\\.(.+)" + Pattern.quote(RunLock.ENDING));

  /** Where versions before this one wrote a run, in a folder that nobody sees. */
  private static final Pattern HIDDEN = Pattern.compile("\\.(.+)\\.writing-(\\d{1,18})");

  private final Path parent;
  private final List<String> notes = new ArrayList<>();

  private Leftovers(Path parent) {
    this.parent = parent;
  }

  /**
   * Looks at all of them.
   *
   * @return what was found, for people
   * @throws IOException where the folder cannot be read or written
   */
  static List<String> sweep(Path parent) throws IOException {
    Leftovers leftovers = new Leftovers(parent);
    for (String name : names(parent)) {
      leftovers.endReplacement(name);
    }
    for (String name : names(parent)) {
      leftovers.endKilled(name);
      leftovers.endHidden(name);
    }
    return leftovers.notes;
  }

  /** Ends replacements that were begun, where that is possible. */
  static void endReplacements(Path parent) {
    try {
      Leftovers leftovers = new Leftovers(parent);
      for (String name : names(parent)) {
        leftovers.endReplacement(name);
      }
    } catch (IOException e) {
      // Whoever reads there says what is missing.
      return;
    }
  }

  private static List<String> names(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent.toAbsolutePath())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private void endReplacement(String name) throws IOException {
    Optional<Replacement> begun = Replacement.begun(parent.toAbsolutePath().toRealPath(), name);
    if (begun.isEmpty()) {
      return;
    }
    Optional<RunLock> lock = RunLock.acquire(begun.get().target());
    if (lock.isPresent()) {
      try (RunLock held = lock.get()) {
        if (held.certain()) {
          Files.createDirectories(begun.get().target());
          begun.get().run();
          notes.add(
              parent.resolve(begun.get().target().getFileName())
                  + " has its new results: the run that was killed while it put them there is"
                  + " complete");
        }
      }
    }
  }

  private void endKilled(String name) throws IOException {
    Matcher lockFile = LOCK.matcher(name);
    if (!lockFile.matches()) {
      return;
    }
    Path folder = parent.resolve(lockFile.group(1));
    Optional<RunLock> lock = RunLock.acquire(folder);
    if (lock.isEmpty()) {
      return;
    }
    try (RunLock held = lock.get()) {
      if (!held.certain() || !Files.isDirectory(folder)) {
        return;
      }
      RunContents.deleteTemporary(folder);
      if (RunContents.hasModels(folder) && !Files.exists(folder.resolve(RunFolder.RESULTS))) {
        notes.add(
            RunContents.isUnfinishedSearch(folder)
                ? "the search in "
                    + folder
                    + " did not come to its end: its command with --out "
                    + folder
                    + " goes on"
                : "the run " + folder + " did not come to its end: --resume " + folder);
      } else {
        deleteIfEmpty(folder);
      }
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException e) {
      // Somebody's, or complete.
      return;
    }
  }

  private void endHidden(String name) throws IOException {
    Matcher hidden = HIDDEN.matcher(name);
    Path folder = parent.resolve(name);
    if (!hidden.matches()
        || !Files.isDirectory(folder)
        || ProcessHandle.of(Long.parseLong(hidden.group(2))).isPresent()) {
      return;
    }
    if (RunContents.hasModels(folder)) {
      Path place = RunFolder.unfinished(parent.resolve(hidden.group(1)));
      Files.move(folder, place);
      notes.add("a run that was killed had left models in " + folder + ": they are in " + place);
    } else {
      RunContents.deleteOwn(folder);
      deleteIfEmpty(folder);
      notes.add(folder + ", which a run that was killed had left, is gone: it had no models");
    }
  }
}
