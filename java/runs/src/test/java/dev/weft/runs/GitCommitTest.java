package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path folder;

  @Test
  void isThatOfBundle() throws IOException {
    Files.writeString(folder.resolve("commit"), COMMIT + "-dirty\n");
    assertEquals(Optional.of(COMMIT + "-dirty"), GitCommit.of(folder));
  }

  @Test
  void isUnknownWhereNothingSaysIt() throws IOException {
    assertEquals(Optional.empty(), GitCommit.of(folder));
    Files.writeString(folder.resolve("commit"), "of last Friday");
    assertEquals(Optional.empty(), GitCommit.of(folder));
  }
}
