package dev.weft.data.idx;

import dev.weft.DataException;
import dev.weft.files.IoErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a folder that follow MNIST's naming.
 *
 * @param path the folder
 * @param files what lies in it, sorted by name; where several sets do, those of the one that is
 *     meant
 */
record IdxFolder(Path path, List<Path> files) {
  private static final Pattern NAME =
      Pattern.compile(
          "((?:.*[-_.])?)(?:train|t10k|test)-(?:images|labels)[-.]idx\\d-ubyte(?:\\.gz)?");

  /** The files of a folder, or those of the set that one file of it belongs to. */
  static IdxFolder list(Path path) {
    if (Files.isDirectory(path)) {
      return new IdxFolder(path, filesOf(path));
    }
    if (!Files.exists(path)) {
      throw new DataException(path + " does not exist, expected a folder of IDX files");
    }
    Optional<String> set = set(path);
    if (set.isEmpty()) {
      throw new DataException(
          path
              + " is not a folder, and no file whose name says which set it is of, such as"
              + " train-images-idx3-ubyte.gz or emnist-letters-train-images-idx3-ubyte.gz");
    }
    Path folder = path.toAbsolutePath().getParent();
    return new IdxFolder(
        folder, filesOf(folder).stream().filter(file -> set(file).equals(set)).toList());
  }

  private static List<Path> filesOf(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be listed: " + IoErrors.reason(e), e);
    }
  }

  /** What stands before the usual name of a file, such as {@code emnist-letters-}. */
  private static Optional<String> set(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }

  /** The one file of a kind such as {@code train-images}; plain files come before gzip ones. */
  Path file(String... kinds) {
    String any = String.join("|", kinds);
    List<Path> plain = matching("(.*[-_.])?(" + any + ")[-.]idx\\d-ubyte");
    List<Path> found =
        plain.isEmpty() ? matching("(.*[-_.])?(" + any + ")[-.]idx\\d-ubyte\\.gz") : plain;
    if (found.isEmpty()) {
      throw new DataException(
          path
              + " has no file of "
              + kinds[0]
              + ", expected one named such as "
              + kinds[0]
              + "-idx"
              + (kinds[0].endsWith("labels") ? 1 : 3)
              + "-ubyte.gz");
    }
    if (found.size() > 1) {
      throw new DataException(
          path
              + " has several files of "
              + kinds[0]
              + " ("
              + found.get(0).getFileName()
              + ", "
              + found.get(1).getFileName()
              + "): "
              + (set(found.get(0)).equals(set(found.get(1)))
                  ? "leave one of them there"
                  : "name one file of the set that is meant in place of the folder, such as "
                      + found.get(0)));
    }
    return found.get(0);
  }

  private List<Path> matching(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return files.stream()
        .filter(file -> pattern.matcher(file.getFileName().toString()).matches())
        .toList();
  }
}
