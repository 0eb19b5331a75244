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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitCommitTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static final Duration ENOUGH = Duration.ofSeconds(20);

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
    assertEquals(Optional.of(COMMIT), GitCommit.of(folder, git, ENOUGH));
    Files.createFile(folder.resolve("changed"));
    assertEquals(Optional.of(COMMIT + "-dirty"), GitCommit.of(folder, git, ENOUGH));
  }

  @ParameterizedTest
  @Tag("process")
  @DisabledOnOs(OS.WINDOWS)
  @ValueSource(
      strings = {
        // It says nothing; it has said all and does not end; each answer alone would come in time.
        "sleep 100",
        "echo " + COMMIT + "; exec >&-; sleep 100",
        "sleep 0.7; case \"$*\" in *rev-parse*) echo " + COMMIT + " ;; esac"
      })
  void isUnknownWhereGitTakesTooLong(String script) throws IOException {
    String git = git(script);
    assertTimeout(
        Duration.ofSeconds(3),
        () -> assertEquals(Optional.empty(), GitCommit.of(folder, git, Duration.ofSeconds(1))));
  }

  @Test
  void isUnknownWhereNothingSaysIt() throws IOException {
    assertEquals(Optional.empty(), GitCommit.of(folder));
    Files.writeString(folder.resolve("commit"), "of last Friday");
    assertEquals(Optional.empty(), GitCommit.of(folder));
  }
}
