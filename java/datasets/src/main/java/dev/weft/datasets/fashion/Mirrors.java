package dev.weft.datasets.fashion;

import dev.weft.DataException;
import dev.weft.datasets.fetch.DataListener;
import dev.weft.datasets.fetch.Download;
import dev.weft.datasets.fetch.FetchLimits;
import dev.weft.datasets.fetch.PartFile;
import dev.weft.files.IoErrors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Several addresses of the same files. One that fails is not asked again for the next file. */
final class Mirrors {
  private final List<URI> alive;
  private final HttpClient client;
  private final FetchLimits limits;
  private final DataListener listener;

  Mirrors(List<URI> mirrors, HttpClient client, FetchLimits limits, DataListener listener) {
    this.alive = new ArrayList<>(mirrors);
    this.client = client;
    this.limits = limits;
    this.listener = listener;
  }

  /** Fetches one file from the first mirror that has the right one; false where none has. */
  boolean fetch(FashionMnistFile file, Path folder, Attempts attempts) throws InterruptedException {
    while (!alive.isEmpty()) {
      URI address = alive.get(0).resolve(file.gzipName());
      try {
        fetch(file, address, folder);
        return true;
      } catch (IOException e) {
        attempts.failed(address.toString(), IoErrors.reason(e));
        listener.info(address + ": " + IoErrors.reason(e));
      } catch (DataException e) {
        attempts.failed(address.toString(), e.getMessage());
        listener.warning(address + " served something else: " + e.getMessage());
      }
      alive.remove(0);
    }
    return false;
  }

  private void fetch(FashionMnistFile file, URI address, Path folder)
      throws IOException, InterruptedException {
    listener.info("fetching " + address);
    PartFile part = new PartFile(folder.resolve(file.gzipName() + ".part"));
    boolean continued = part.resumable(address) > 0;
    download(file, address, part);
    try {
      install(file, part, folder);
    } catch (DataException e) {
      if (!continued) {
        throw e;
      }
      // What an earlier try left may have been of another version: once more, from the start.
      download(file, address, part);
      install(file, part, folder);
    }
  }

  private void download(FashionMnistFile file, URI address, PartFile part)
      throws IOException, InterruptedException {
    // Gzip never grows by more than a few bytes a block, so a right file is below this.
    long limit = file.inflatedBytes() + (1 << 16);
    new Download(client, limits, listener).fetch(address, part, limit);
  }

  private void install(FashionMnistFile file, PartFile part, Path folder) throws IOException {
    try {
      VerifiedFile.install(file, part.path(), folder);
    } finally {
      // Renamed, or not worth continuing.
      part.delete();
    }
  }
}
