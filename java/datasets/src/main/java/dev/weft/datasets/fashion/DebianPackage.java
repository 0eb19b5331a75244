package dev.weft.datasets.fashion;

import dev.weft.DataException;
import dev.weft.datasets.fetch.Commands;
import dev.weft.datasets.fetch.DataListener;
import dev.weft.files.IoErrors;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes the files from Debian's package {@code dataset-fashion-mnist}, downloaded and unpacked into
 * a temporary folder; that needs no root and installs nothing.
 */
final class DebianPackage {
  private static final String NAME = "dataset-fashion-mnist";
  private static final String TEMPORARY = ".deb-";
  private static final String INSIDE = "usr/share/datasets/fashion-mnist";

  private final Commands commands;
  private final Duration limit;
  private final FashionMnistFiles files;
  private final DataListener listener;

  DebianPackage(DataEnvironment environment, DataListener listener) {
    this.commands = environment.commands();
    this.limit = environment.limits().command();
    this.files = environment.files();
    this.listener = listener;
  }

  /** Puts the four files into {@code folder}; false, with the reason noted, where it cannot. */
  boolean fetch(Path folder, Attempts attempts) throws IOException, InterruptedException {
    String what = "apt-get download " + NAME;
    for (String program : List.of("apt-get", "dpkg-deb")) {
      if (!commands.exists(program)) {
        attempts.failed(what, "this machine has no " + program);
        return false;
      }
    }
    deleteRemains(folder);
    // Beside the files, so that they can be renamed into place.
    Path temporary = Files.createTempDirectory(folder.toAbsolutePath(), TEMPORARY);
    try {
      listener.info("fetching Debian's package " + NAME + " with apt-get");
      unpack(temporary);
      Path unpacked = temporary.resolve(INSIDE);
      for (FashionMnistFile file : files.all()) {
        VerifiedFile.install(file, unpacked.resolve(file.gzipName()), folder);
      }
      return true;
    } catch (IOException e) {
      attempts.failed(what, IoErrors.reason(e));
      return false;
    } catch (DataException e) {
      attempts.failed(what, e.getMessage());
      return false;
    } finally {
      delete(temporary);
    }
  }

  private void unpack(Path temporary) throws IOException, InterruptedException {
    run(temporary, List.of("apt-get", "download", NAME));
    Path archive;
    try (Stream<Path> files = Files.list(temporary)) {
      archive =
          files
              .filter(file -> file.toString().endsWith(".deb"))
              .findFirst()
              .orElseThrow(() -> new IOException("apt-get left no .deb file"));
    }
    run(temporary, List.of("dpkg-deb", "-x", archive.toString(), temporary.toString()));
  }

  private void run(Path folder, List<String> command) throws IOException, InterruptedException {
    Commands.Result result = commands.run(folder, command, limit);
    if (result.status() != 0) {
      throw new IOException(
          command.get(0) + " ended with status " + result.status() + ": " + gist(result.output()));
    }
  }

  /** The line that tells most: apt's first error, else the last line. */
  private static String gist(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.startsWith("E:"))
        .findFirst()
        .or(() -> lines.stream().reduce((first, second) -> second))
        .orElse("no output")
        .strip();
  }

  /** Whoever left these is gone: the folder's lock is ours. */
  private static void deleteRemains(Path folder) throws IOException {
    try (DirectoryStream<Path> remains = Files.newDirectoryStream(folder, TEMPORARY + "*")) {
      for (Path remain : remains) {
        delete(remain);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
