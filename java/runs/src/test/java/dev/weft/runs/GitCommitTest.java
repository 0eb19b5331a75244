package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path folder;

  @Test
  void isThatOfBundle() throws IOException {
    Files.writeString(folder.resolve("commit"), COMMIT + "-dirty\n");
    assertEquals(Optional.of(COMMIT + "-dirty"), GitCommit.of(folder));
  }

  private String git(String... script) throws IOException {
    Files.createDirectories(folder.resolve(".git"));
    Path git = folder.resolve("git");
    Files.writeString(git, "#!/bin/sh\n" + String.join("\n", script) + "\n");
    assertTrue(git.toFile().setExecutable(true));
    return git.toString();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isThatOfACheckoutWhoseIndexIsLeftAlone() throws IOException {
    String git =
        git(
            "[ \"$GIT_OPTIONAL_LOCKS\" = 0 ] || exit 1",
            "case \"$*\" in *describe*) exit 1 ;; *rev-parse*) echo " + COMMIT + " ;;",
            "*) [ ! -e '" + folder + "/changed' ] || yes ' M file' | head -n 100000 ;; esac");
    assertEquals(Optional.of(COMMIT), GitCommit.of(folder, git));
    Files.createFile(folder.resolve("changed"));
    assertEquals(Optional.of(COMMIT + "-dirty"), GitCommit.of(folder, git));
  }

  @Test
  @Tag("process")
  @DisabledOnOs(OS.WINDOWS)
  void isUnknownWhereGitHangs() throws IOException {
    String git = git("sleep 100");
    assertTimeout(
        Duration.ofSeconds(30), () -> assertEquals(Optional.empty(), GitCommit.of(folder, git)));
  }

  @Test
  void isUnknownWhereNothingSaysIt() throws IOException {
    assertEquals(Optional.empty(), GitCommit.of(folder));
    Files.writeString(folder.resolve("commit"), "of last Friday");
    assertEquals(Optional.empty(), GitCommit.of(folder));
  }
}
