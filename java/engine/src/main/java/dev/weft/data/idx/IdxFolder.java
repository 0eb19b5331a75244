package dev.weft.data.idx;

import dev.weft.DataException;
import dev.weft.files.IoErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a folder that follow MNIST's naming.
 *
 * @param path the folder
 * @param files what lies in it, sorted by name
 */
record IdxFolder(Path path, List<Path> files) {
  static IdxFolder list(Path path) {
    if (!Files.isDirectory(path)) {
      throw new DataException(
          path
              + (Files.exists(path) ? " is not a folder" : " does not exist")
              + ", expected a folder of IDX files");
    }
    try (Stream<Path> files = Files.list(path)) {
      return new IdxFolder(path, files.sorted().toList());
    } catch (IOException e) {
      throw new DataException(path + " cannot be listed: " + IoErrors.reason(e), e);
    }
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
              + "): name the pair of files that is meant");
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
