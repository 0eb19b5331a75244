package dev.weft.app.options;

import dev.weft.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that an option names and that will be written. */
public final class WrittenFile {
  private WrittenFile() {}

  /**
   * Finds out before the work what could not be written after it.
   *
   * @param option that names the file
   * @return its absolute path
   * @throws UsageException where it cannot be written
   */
  public static Path require(String option, Path file) {
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
