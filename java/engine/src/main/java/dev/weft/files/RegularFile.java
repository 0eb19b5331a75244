package dev.weft.files;

import dev.weft.DataException;
import java.io.IOException;
import java.io.InputStream;
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
    if (isPointer(path)) {
      throw new DataException(path + " is " + FileSignature.GIT_LFS + ", expected " + expected);
    }
    return path;
  }

  private static boolean isPointer(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return FileSignature.of(in.readNBytes(FileSignature.HEAD_BYTES))
          .filter(FileSignature.GIT_LFS::equals)
          .isPresent();
    } catch (IOException e) {
      // Whoever reads the file says why it cannot be read.
      return false;
    }
  }
}
