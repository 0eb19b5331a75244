package dev.weft.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ModelFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    AtomicFile.write(file, NEW);
    Files.writeString(file, "old and longer");
    AtomicFile.write(file, NEW);
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void aFailureLeavesTheOldFileAndNoOther() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    ModelFileException e =
        assertThrows(
            ModelFileException.class,
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      NEW.writeTo(channel);
                      throw new IOException("no space left");
                    }));
    assertTrue(e.getMessage().contains("no space left"), e.getMessage());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void nothingIsVisibleUnderTheNameUntilItIsComplete() {
    Path file = folder.resolve("file");
    AtomicFile.write(
        file,
        channel -> {
          assertTrue(Files.notExists(file));
          NEW.writeTo(channel);
        });
    assertTrue(Files.exists(file));
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.write(link, NEW);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void foldersAndFilesInFoldersThatAreNotThereAreRefused() throws IOException {
    assertMessage("it is a folder or a device", folder);
    assertMessage("create it first", folder.resolve("absent").resolve("file"));
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertMessage("create it first", file.resolve("below"));
    assertEquals(List.of("file"), names());
  }

  private static void assertMessage(String part, Path file) {
    ModelFileException e =
        assertThrows(ModelFileException.class, () -> AtomicFile.write(file, NEW));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
