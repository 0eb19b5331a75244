package dev.weft.files;

import dev.weft.DataException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What must hold before a file is opened: a pipe or a device would block or never end. */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Returns the path of an existing file.
   *
   * @param expected what it should be, such as "an IDX file"
   */
  public static Path require(Path path, String expected) {
    if (Files.isDirectory(path)) {
      throw new DataException(path + " is a folder, expected " + expected);
    }
    if (!Files.exists(path)) {
      throw new DataException(path + " does not exist, expected " + expected);
    }
    if (!Files.isRegularFile(path)) {
      throw new DataException(path + " is not a regular file, expected " + expected);
    }
    return path;
  }
}
