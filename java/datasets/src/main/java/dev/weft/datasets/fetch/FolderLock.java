package dev.weft.datasets.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Keeps a second process, or a second thread of this one, out of a folder. The lock goes with its
 * process, however that ends; the empty file stays, because removing it would race.
 */
public final class FolderLock {
  private static final String NAME = ".lock";
  private static final long POLL_MILLIS = 100;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until the folder is free.
   *
   * @throws IOException where it cannot be locked, or not within {@code patience}
   */
  public static FolderLock acquire(Path folder, Duration patience, DataListener listener)
      throws IOException, InterruptedException {
    Path path = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      long start = System.nanoTime();
      boolean told = false;
      while (!tryLock(channel)) {
        if (System.nanoTime() - start > patience.toNanos()) {
          throw new IOException(
              "another process has held "
                  + path
                  + " for "
                  + patience.toSeconds()
                  + " s; end it or wait for it");
        }
        if (!told) {
          listener.info("waiting for another process that is fetching the same files");
          told = true;
        }
        Thread.sleep(POLL_MILLIS);
      }
      return new FolderLock(channel);
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Held by another thread of this process.
      return false;
    }
  }

  /** Lets the next one in. */
  public void close() throws IOException {
    channel.close();
  }
}
