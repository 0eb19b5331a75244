package dev.weft.runs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second run out of a folder's name, whether the folder is there or not: a file beside it,
 * {@code .NAME.weft-run}, which is locked as long as the run is on. The lock goes with its process,
 * however that ends; a file that nobody has locked was left by a process that was killed.
 */
final class RunLock implements AutoCloseable {
  /** How the file's name ends. */
  static final String ENDING = ".weft-run";

  /** Those of this process: a file that it opened twice would lose its lock at the first close. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final int TRIES = 20;
  private static final int PAUSE_MILLIS = 25;

  private final Path file;
  private final FileChannel locked;
  private final FileChannel read;
  private final boolean certain;

  private RunLock(Path file, FileChannel locked, FileChannel read, boolean certain) {
    this.file = file;
    this.locked = locked;
    this.read = read;
    this.certain = certain;
  }

  /** The file that is locked for a folder; the folder that it is in must be there. */
  static Path file(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    return absolute.getParent().toRealPath().resolve("." + absolute.getFileName() + ENDING);
  }

  /**
   * Takes a folder's name; empty where another run has it.
   *
   * @throws IOException where nothing can be written beside the folder
   */
  static Optional<RunLock> acquire(Path folder) throws IOException {
    Path file = file(folder);
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<RunLock> lock = Optional.empty();
    try {
      lock = lock(file);
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(file);
      }
    }
    return lock;
  }

  /**
   * The same, where another process may have it for the moment that it takes to find that a file
   * was left behind.
   */
  static Optional<RunLock> acquirePatiently(Path folder) throws IOException {
    Optional<RunLock> lock = acquire(folder);
    for (int i = 0; i < TRIES && lock.isEmpty(); i++) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return lock;
      }
      lock = acquire(folder);
    }
    return lock;
  }

  private static Optional<RunLock> lock(Path file) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        boolean certain = true;
        try {
          if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
          }
        } catch (OverlappingFileLockException e) {
          channel.close();
          return Optional.empty();
        } catch (IOException e) {
          // A file system without locks: a folder that exists is refused all the same.
          certain = false;
        }
        String token = ProcessHandle.current().pid() + " " + UUID.randomUUID();
        channel.truncate(0).write(ByteBuffer.wrap(token.getBytes(StandardCharsets.UTF_8)));
        FileChannel read = FileChannel.open(file, StandardOpenOption.READ);
        if (text(read).equals(token)) {
          // It stays open: to close it would end the lock.
          return Optional.of(new RunLock(file, channel, read, certain));
        }
        // Whoever had it took the file away in between, and another one is there by now.
        read.close();
        channel.close();
      } catch (NoSuchFileException e) {
        channel.close();
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(128);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /** Who has a folder's name, in words for a message. */
  static String holder(Path folder) {
    try {
      Path file = file(folder);
      if (HELD.contains(file)) {
        return "this process";
      }
      return "process " + Files.readString(file).split(" ", 2)[0];
    } catch (IOException e) {
      return "another process";
    }
  }

  /** Whether a run is on that has a folder's name. */
  static boolean isHeld(Path folder) {
    try {
      if (!Files.exists(file(folder))) {
        return false;
      }
      Optional<RunLock> lock = acquirePatiently(folder);
      lock.ifPresent(RunLock::close);
      return lock.isEmpty();
    } catch (IOException e) {
      // Nothing can be written there, by another run neither.
      return false;
    }
  }

  /** Whether the file system has locks, so that nobody else can have this one. */
  boolean certain() {
    return certain;
  }

  /** Gives the name free. */
  @Override
  public void close() {
    try {
      // Before it is unlocked, so that only a file that nobody has is ever taken away.
      Files.deleteIfExists(file);
      read.close();
      locked.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest; a file that stays is nobody's then.
      return;
    } finally {
      HELD.remove(file);
    }
  }
}
