package dev.weft.model;

import dev.weft.ModelFileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, synced to the disk,
 * then renamed over the old one.
 */
final class AtomicFile {
  private AtomicFile() {}

  /** What goes into the file. */
  interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes or replaces a file; a symbolic link stays, and what it points to is replaced.
   *
   * @throws ModelFileException where it cannot be written; what stood there before is unchanged
   */
  static void write(Path file, Content content) {
    try {
      Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw ModelFileErrors.unwritable(file, "it is a folder or a device; name a file");
      }
      Path folder = target.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw ModelFileErrors.unwritable(
            file, "the folder " + folder + " does not exist; create it first");
      }
      replace(folder, target, content);
    } catch (IOException e) {
      throw ModelFileErrors.unwritable(file, e);
    }
  }

  private static void replace(Path folder, Path target, Content content) throws IOException {
    Path temporary = folder.resolve(".weft-" + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(folder);
  }

  /** Brings the rename itself to the disk, where the system lets a folder be opened for that. */
  private static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders. The file is complete under either name, so nothing is lost.
      return;
    }
  }
}
