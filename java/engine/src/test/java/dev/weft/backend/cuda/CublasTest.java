package dev.weft.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CublasTest {
  @TempDir Path folder;

  @AfterEach
  void clear() {
    System.clearProperty(Cublas.PROPERTY);
  }

  @Test
  void byItselfItIsWhatTheMachineHas() {
    Cublas unset = Cublas.chosen();
    assertEquals(List.of("libcublas.so.13", "libcublas.so.12"), unset.libraries().subList(0, 2));
    assertFalse(unset.required());
    System.setProperty(Cublas.PROPERTY, "auto");
    assertEquals(unset, Cublas.chosen());
  }

  @Test
  void offIsNone() {
    System.setProperty(Cublas.PROPERTY, "off");
    assertEquals(new Cublas(List.of(), false), Cublas.chosen());
  }

  @Test
  void aPathIsThatLibraryAndHasToWork() throws IOException {
    Path library = Files.createFile(folder.resolve("libcublas.so.13"));
    System.setProperty(Cublas.PROPERTY, library.toString());
    assertEquals(new Cublas(List.of(library.toString()), true), Cublas.chosen());
  }

  @Test
  void nonsenseIsNamed() {
    System.setProperty(Cublas.PROPERTY, "on");
    String message = assertThrows(IllegalArgumentException.class, Cublas::chosen).getMessage();
    assertTrue(
        message.startsWith(
            "the system property weft.cuda.cublas is on, expected auto, off or the path"),
        message);
    System.setProperty(Cublas.PROPERTY, folder.resolve("absent.so").toString());
    message = assertThrows(IllegalArgumentException.class, Cublas::chosen).getMessage();
    assertTrue(message.contains("absent.so") && message.endsWith("no such file"), message);
  }
}
