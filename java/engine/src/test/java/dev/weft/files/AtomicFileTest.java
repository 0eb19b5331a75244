package dev.weft.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
  private static final AtomicFile.Content NEW =
      channel -> channel.write(ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8)));

  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesAndReplacesAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "first and longer, schön");
    assertEquals("first and longer, schön", Files.readString(file));
    AtomicFile.write(file, new byte[] {'2'});
    assertEquals("2", Files.readString(file));
    AtomicFile.replace(file, NEW);
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void aFailureLeavesTheOldFileAndNoOther() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    IOException full = new IOException("no space left");
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.replace(
                    file,
                    channel -> {
                      NEW.writeTo(channel);
                      throw full;
                    }));
    assertEquals(full, e);
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void nothingIsVisibleUnderTheNameUntilItIsComplete() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.replace(
        file,
        channel -> {
          assertTrue(Files.notExists(file));
          NEW.writeTo(channel);
        });
    assertTrue(Files.exists(file));
  }

  @Test
  void symbolicLinksStayAndTheFileAtTheirEndIsReplaced() throws IOException {
    Path below = Files.createDirectory(folder.resolve("below"));
    Path file = Files.writeString(below.resolve("file"), "old");
    Path inner = Files.createSymbolicLink(below.resolve("inner"), Path.of("file"));
    Path outer = Files.createSymbolicLink(folder.resolve("outer"), Path.of("below/inner"));
    AtomicFile.write(outer, "new");
    assertEquals(Path.of("below/inner"), Files.readSymbolicLink(outer));
    assertEquals(Path.of("file"), Files.readSymbolicLink(inner));
    assertFalse(Files.isSymbolicLink(file));
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("below", "outer"), names());
  }

  @Test
  void aLinkToNothingGetsItsFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    AtomicFile.write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(folder.resolve("file")));
  }

  @Test
  void linksInACircleAreRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
    Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    assertThrows(FileSystemLoopException.class, () -> AtomicFile.replace(link, NEW));
    assertEquals(List.of("one", "two"), names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-rw-rw-", "rwxr-x--x", "r--r-----"})
  void permissionsStay(String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    AtomicFile.replace(
        file,
        channel -> {
          // Nobody may read what was private while it is written.
          for (String name : names()) {
            assertEquals(permissions, permissions(folder.resolve(name)), name);
          }
          NEW.writeTo(channel);
        });
    assertEquals("new", Files.readString(file));
    assertEquals(permissions, permissions(file));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.write(link, "newer");
    assertEquals(permissions, permissions(file));
  }

  @Test
  void aNewFileHasThePermissionsOfAnyOther() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path usual = Files.writeString(folder.resolve("usual"), "");
    Path file = folder.resolve("file");
    AtomicFile.write(file, "new");
    assertEquals(permissions(usual), permissions(file));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void foldersAndFilesInFoldersThatAreNotThereAreRefused() throws IOException {
    assertRefused("it is a folder or a device; name a file", folder);
    Path absent = folder.resolve("absent");
    assertRefused(
        "the folder " + absent + " does not exist; create it first", absent.resolve("file"));
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertRefused("the folder " + file + " does not exist", file.resolve("below"));
    Path device = Path.of("/dev/null");
    if (Files.exists(device)) {
      assertRefused("it is a folder or a device", device);
      assertFalse(Files.isRegularFile(device));
    }
    assertEquals(List.of("file"), names());
  }

  private static void assertRefused(String reason, Path file) {
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> AtomicFile.write(file, "new"));
    assertTrue(
        e.getCause().getMessage().startsWith("cannot write " + file + ": " + reason),
        e.getMessage());
    IOException plain = assertThrows(IOException.class, () -> AtomicFile.replace(file, NEW));
    assertTrue(plain.getMessage().startsWith(reason), plain.getMessage());
  }

  @Test
  void messagesNameTheFolderAndNotTheTemporaryFile() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    FileSystemException e =
        assertThrows(
            FileSystemException.class,
            () ->
                AtomicFile.replace(
                    gone.resolve("file"),
                    channel -> {
                      try (Stream<Path> files = Files.list(gone)) {
                        for (Path file : files.toList()) {
                          Files.delete(file);
                        }
                      }
                      Files.delete(gone);
                    }));
    assertEquals(gone.toString(), e.getFile());
    assertEquals(gone + " does not exist", IoErrors.reason(e));
  }
}
