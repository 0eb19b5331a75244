package dev.weft.datasets.fashion;

import dev.weft.DataException;
import dev.weft.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The last step of every way to get a file: check it, sync it, give it its name. */
final class VerifiedFile {
  private VerifiedFile() {}

  /** Whether a folder has this file, undamaged. */
  static boolean isPresent(FashionMnistFile file, Path folder) {
    return file.in(folder).map(path -> isRight(file, path)).orElse(false);
  }

  private static boolean isRight(FashionMnistFile file, Path path) {
    try {
      file.read(path);
      return true;
    } catch (DataException e) {
      return false;
    }
  }

  /**
   * Moves a file that was fetched to its final name in a folder of the same file system, in one
   * step and only where its hash is right.
   *
   * @throws DataException where it is damaged or something else
   */
  static void install(FashionMnistFile file, Path fetched, Path folder) throws IOException {
    file.read(fetched);
    Path target = folder.resolve(file.gzipName());
    setAside(target);
    // A plain copy would be preferred to what was just fetched.
    setAside(folder.resolve(file.fileName()));
    AtomicFile.install(fetched, target);
  }

  /** Keeps what was found damaged or foreign: it may be somebody's. */
  private static void setAside(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Path aside = path.resolveSibling(path.getFileName() + ".rejected");
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
