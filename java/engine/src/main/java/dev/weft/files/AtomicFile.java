package dev.weft.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Files that are there whole or not at all: written under another name in the same folder, synced
 * to the disk, then renamed over what was there. A failure leaves that as it was.
 *
 * <p>What is replaced is the file's content alone: a symbolic link stays one, and what it points to
 * is replaced; the permissions of before stay, where the file system has POSIX's.
 */
public final class AtomicFile {
  private static final int MAX_LINKS = 40;

  private AtomicFile() {}

  /** What goes into a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it, from the channel's place on. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes or replaces a file by a text as UTF-8.
   *
   * @throws UncheckedIOException with a message for people where it cannot be written
   */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes or replaces a file by bytes.
   *
   * @throws UncheckedIOException with a message for people where it cannot be written
   */
  public static void write(Path file, byte[] bytes) {
    try {
      replace(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot write " + file, e);
    }
  }

  /**
   * Writes or replaces a file by what is written to a channel.
   *
   * @throws IOException where it cannot be written; {@link IoErrors#reason} has words for it
   */
  public static void replace(Path file, Content content) throws IOException {
    Path target = linked(file);
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException("it is a folder or a device; name a file");
    }
    Path folder = target.getParent();
    if (!Files.isDirectory(folder)) {
      throw new IOException("the folder " + folder + " does not exist; create it first");
    }
    Path temporary = folder.resolve(".weft-" + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel = create(temporary, permissions(target))) {
        content.writeTo(channel);
        channel.force(true);
      }
      rename(temporary, target);
    } catch (FileSystemException e) {
      throw temporary.toString().equals(e.getFile()) ? aboutFolder(folder, e) : e;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Gives a complete file, written in the same file system, its name.
   *
   * @throws IOException where that cannot be done in one step
   */
  public static void install(Path complete, Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(complete, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    rename(complete, target);
  }

  /** Writes all that a buffer has; a channel may take a part of it at a time. */
  public static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** The place that a chain of symbolic links ends at, whether a file is there or not. */
  private static Path linked(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static Optional<Set<PosixFilePermission>> permissions(Path target) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(target, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view == null || Files.notExists(target)
        ? Optional.empty()
        : Optional.of(view.readAttributes().permissions());
  }

  private static FileChannel create(Path temporary, Optional<Set<PosixFilePermission>> permissions)
      throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (permissions.isEmpty()) {
      return FileChannel.open(temporary, options);
    }
    // With these from the first byte on: nobody reads in between what was private. The process's
    // mask takes from them, so they are given again.
    FileAttribute<?> attribute = PosixFilePermissions.asFileAttribute(permissions.get());
    FileChannel channel = FileChannel.open(temporary, options, attribute);
    try {
      Files.setPosixFilePermissions(temporary, permissions.get());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return channel;
  }

  private static void rename(Path complete, Path target) throws IOException {
    try {
      Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(
          "this file system cannot rename " + complete + " to " + target + " in one step", e);
    }
    sync(target.toAbsolutePath().getParent());
  }

  /**
   * Has the disk take a folder's names as they are now, where the system lets a folder be opened
   * for that: Windows does not. A file that was renamed is complete under either name, so nothing
   * is lost there.
   */
  public static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }

  /** The temporary file's name says nothing to people, and its folder is what refused it. */
  private static FileSystemException aboutFolder(Path folder, FileSystemException e) {
    String name = folder.toString();
    FileSystemException about;
    if (e instanceof AccessDeniedException) {
      about = new AccessDeniedException(name);
    } else if (e instanceof NoSuchFileException) {
      about = new NoSuchFileException(name);
    } else {
      about = new FileSystemException(name, null, e.getReason());
    }
    about.initCause(e);
    return about;
  }
}
