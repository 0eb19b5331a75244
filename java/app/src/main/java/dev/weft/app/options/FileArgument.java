package dev.weft.app.options;

import dev.weft.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that the command line names, to be read or to be written. */
public final class FileArgument {
  private FileArgument() {}

  /**
   * Requires that there is a file to be read.
   *
   * @param words of the command line that name it, such as {@code --init FILE}
   * @throws UsageException where there is none
   */
  public static void requireReadable(String words, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(words + (Files.exists(file) ? " is not a file" : " does not exist"));
    }
  }

  /**
   * Finds out before the work what could not be written after it.
   *
   * @param option that names the file
   * @return its absolute path
   * @throws UsageException where it cannot be written
   */
  public static Path requireWritable(String option, Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute) || absolute.getParent() == null) {
      throw new UsageException(option + " " + file + " is a folder, expected the name of a file");
    }
    if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
      // It would be replaced: a file takes the place of what has its name.
      throw new UsageException(
          option + " " + file + " is a device or a pipe, expected the name of a file");
    }
    if (!Files.isDirectory(absolute.getParent())) {
      throw new UsageException(
          option + " " + file + ": the folder " + absolute.getParent() + " does not exist");
    }
    if (!Files.isWritable(absolute.getParent())) {
      throw new UsageException(
          option + " " + file + ": no permission to write to " + absolute.getParent());
    }
    return absolute;
  }
}
