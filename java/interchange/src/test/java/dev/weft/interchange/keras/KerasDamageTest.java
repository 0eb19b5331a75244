package dev.weft.interchange.keras;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ModelFileException;
import dev.weft.interchange.ImportHints;
import dev.weft.interchange.ModelImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files damaged at random: each is read, or refused with an exception of its own. */
@Tag("damage")
class KerasDamageTest {
  private static final int FILES = 400;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"keras3.weights.h5", "keras2-model.h5", "keras3.keras", "virtual.weights.h5"})
  void damagedFilesAreReadOrRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(KerasFiles.path(name));
    Random random = new Random(23);
    Path file = folder.resolve("damaged");
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      Files.write(file, damaged(whole, random));
      try {
        ModelImport.read(file, ImportHints.none());
      } catch (ModelFileException e) {
        refused++;
      }
    }
    assertTrue(refused > FILES / 4, refused + " of " + FILES);
  }

  /** Cut short, or a few bytes changed, mostly to values that make sizes and addresses absurd. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    if (random.nextInt(5) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int changes = random.nextInt(30); changes >= 0; changes--) {
      int at = random.nextInt(bytes.length);
      int run = Math.min(1 + random.nextInt(8), bytes.length - at);
      byte value = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
      Arrays.fill(bytes, at, at + run, value);
    }
    return bytes;
  }
}
