package dev.weft.datasets.fashion;

import dev.weft.DataException;
import dev.weft.datasets.fetch.DataListener;
import dev.weft.datasets.fetch.FolderLock;
import dev.weft.files.IoErrors;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gets the four files into {@code data/fashion-mnist}: from the mirrors, else from Debian's
 * package. One process at a time does so for a folder. A file gets its name when its hash is right,
 * not before; whatever interrupts this leaves at most a {@code .part}, which the next try
 * continues.
 */
final class FashionMnistFetch {
  private final DataEnvironment environment;
  private final DataListener listener;
  private final Attempts attempts;
  private final Path folder;

  FashionMnistFetch(DataEnvironment environment, DataListener listener, Attempts attempts) {
    this.environment = environment;
    this.listener = listener;
    this.attempts = attempts;
    this.folder = environment.destination();
  }

  /**
   * Puts verified files into the folder.
   *
   * @throws DataException where that cannot be done, with all that was tried
   */
  void fetch() {
    try {
      Files.createDirectories(folder);
      FolderLock lock = FolderLock.acquire(folder, environment.limits().lock(), listener);
      try {
        if (isComplete() || fromMirrors() || fromDebian()) {
          return;
        }
      } finally {
        lock.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException(
          "interrupted while fetching Fashion-MNIST; what has arrived is kept in "
              + folder
              + " and continued next time",
          e);
    } catch (IOException e) {
      attempts.failed("fetching into " + folder, IoErrors.reason(e));
    }
    throw attempts.exhausted(folder);
  }

  /** Whether another process has put everything there while this one waited for the lock. */
  private boolean isComplete() {
    for (FashionMnistFile file : environment.files().all()) {
      if (!VerifiedFile.isPresent(file, folder)) {
        return false;
      }
    }
    return true;
  }

  private boolean fromMirrors() throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(environment.limits().connect())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    Mirrors mirrors = new Mirrors(environment.mirrors(), client, environment.limits(), listener);
    for (FashionMnistFile file : environment.files().all()) {
      if (!VerifiedFile.isPresent(file, folder) && !mirrors.fetch(file, folder, attempts)) {
        return false;
      }
    }
    return true;
  }

  private boolean fromDebian() throws IOException, InterruptedException {
    return new DebianPackage(environment, listener).fetch(folder, attempts);
  }
}
