package dev.weft.datasets.fashion;

import dev.weft.DataException;
import dev.weft.data.idx.IdxFile;
import dev.weft.data.idx.IdxReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One of the four files. The gzip files differ between distributors, the inflated bytes do not, so
 * their hash is what counts. The hash of the same file of MNIST's digits is known too: hosts serve
 * it under this name, and nothing but a hash tells.
 *
 * @param fileName the name without {@code .gz}
 * @param dimensions what its header must say
 * @param sha256 of the inflated bytes
 * @param digitsSha256 of the inflated bytes of MNIST's file
 */
record FashionMnistFile(
    String fileName, List<Integer> dimensions, String sha256, String digitsSha256) {

  String gzipName() {
    return fileName + ".gz";
  }

  DataFile description() {
    return new DataFile(fileName, inflatedBytes(), sha256);
  }

  /** The length of header and values. */
  long inflatedBytes() {
    long values = 1;
    for (int size : dimensions) {
      values *= size;
    }
    return 4 + 4L * dimensions.size() + values;
  }

  /** The IDX header of a file like this one with another number of samples. */
  ByteBuffer header(int samples) {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * dimensions.size());
    header.putInt(0x0800 | dimensions.size()).putInt(samples);
    dimensions.stream().skip(1).forEach(header::putInt);
    return header;
  }

  /** This file in a folder, plain (which loads faster) or gzip. */
  Optional<Path> in(Path folder) {
    Path plain = folder.resolve(fileName);
    if (Files.exists(plain)) {
      return Optional.of(plain);
    }
    Path gzip = folder.resolve(gzipName());
    return Files.exists(gzip) ? Optional.of(gzip) : Optional.empty();
  }

  /**
   * Reads this file and checks its hash.
   *
   * @throws DataException where it is damaged or holds something else
   */
  IdxFile read(Path path) {
    IdxFile file = IdxReader.read(path, dimensions);
    if (!file.sha256().equals(sha256)) {
      throw new DataException(
          path
              + " is not Fashion-MNIST's "
              + fileName
              + ": expected the SHA-256 "
              + sha256
              + " of the inflated bytes, found "
              + file.sha256()
              + ". "
              + suspicion(file.sha256())
              + " Remove it and fetch it again.");
    }
    return file;
  }

  private String suspicion(String found) {
    if (found.equals(digitsSha256)) {
      return "These are the handwritten digits of MNIST, which some hosts serve under the same"
          + " names.";
    }
    return "It has the same format but other content: digits, an early release of the set, blank"
        + " images or damage.";
  }
}
