package dev.weft.runs;

import dev.weft.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the results in one folder into the place of those in another, so that a process that is
 * killed at any moment loses neither:
 *
 * <ol>
 *   <li>what was there moves into {@code .NAME.replacing-by-NEW} beside it;
 *   <li>that becomes {@code .NAME.replaced-by-NEW}: the one step that decides;
 *   <li>what is new moves, {@code results.json} last;
 *   <li>the empty folder goes, and what was there before.
 * </ol>
 *
 * <p>Each step can be done again, and the names say which was the last: whoever comes next ends
 * what was begun. Files that are not a run's stay where they are.
 *
 * @param target the folder whose results are replaced
 * @param fresh the one beside it that has the new ones
 */
record Replacement(Path target, Path fresh) {
  private static final String BEFORE = ".replacing-by-";
  private static final String AFTER = ".replaced-by-";
  private static final Pattern BEGUN =
      Pattern.compile("\\.(.+)\\.replac(?:ing|ed)-by-(\\1-unfinished(?:-\\d+)?)");

  /** What a folder's name says was begun in {@code parent}; empty for any other name. */
  static Optional<Replacement> begun(Path parent, String name) {
    Matcher begun = BEGUN.matcher(name);
    return begun.matches()
        ? Optional.of(
            new Replacement(parent.resolve(begun.group(1)), parent.resolve(begun.group(2))))
        : Optional.empty();
  }

  /** Does it, or what is left of it. */
  void run() throws IOException {
    Path parent = target.getParent();
    Path replacing = aside(BEFORE);
    Path replaced = aside(AFTER);
    if (!Files.exists(replaced)) {
      Files.createDirectories(replacing);
      move(RunContents.own(target), replacing);
      AtomicFile.sync(target);
      AtomicFile.sync(replacing);
      Files.move(replacing, replaced, StandardCopyOption.ATOMIC_MOVE);
      AtomicFile.sync(parent);
    }
    if (Files.isDirectory(fresh)) {
      List<Path> files = new ArrayList<>(RunContents.own(fresh));
      files.sort(Comparator.comparing(file -> file.endsWith(RunFolder.RESULTS)));
      move(files, target);
      AtomicFile.sync(target);
      Files.delete(fresh);
    }
    RunContents.deleteOwn(replaced);
    Files.deleteIfExists(replaced);
    AtomicFile.sync(parent);
  }

  private Path aside(String how) {
    return target.resolveSibling("." + target.getFileName() + how + fresh.getFileName());
  }

  private static void move(List<Path> files, Path folder) throws IOException {
    for (Path file : files) {
      Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
