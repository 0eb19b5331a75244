package dev.weft.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.ModelFileException;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files damaged at random: each is read, or refused with an exception of its own. */
@Tag("damage")
class DamagedFileTest {
  private static final int FILES = 3000;

  /** What numbers, names and punctuation of a header are exchanged for. */
  private static final byte[] TELLING =
      "{}[]\",:0123456789.-eE\\u tnF".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  private byte[] whole() throws IOException {
    Architecture architecture =
        Architecture.inputs(3)
            .dense(2, Activation.RELU)
            .dropout(0.5f)
            .output(2, Loss.SOFTMAX_CROSS_ENTROPY);
    float[] values = new float[architecture.parameterCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    ModelMetadata metadata =
        new ModelMetadata(
            architecture, List.of("a", "b"), "r", 1, "h", "java", "1", Map.of("epoch", "3"));
    Path file = folder.resolve("whole.safetensors");
    new ModelFile(metadata, values, Optional.of(new AdamState(5, values, values))).save(file);
    return Files.readAllBytes(file);
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    byte[] whole = whole();
    Random random = new Random(17);
    Path file = folder.resolve("damaged.safetensors");
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      Files.write(file, damaged(whole, random));
      refused += refuses(() -> ModelFile.read(file)) ? 1 : 0;
      refuses(() -> ModelFile.describesItself(file));
      refuses(() -> readTensors(file));
    }
    assertTrue(refused > FILES / 2 && refused < FILES, refused + " of " + FILES);
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> bytes[random.nextInt(Long.BYTES)] = (byte) random.nextInt();
      case 2 -> {
        for (int flips = random.nextInt(8); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      default -> {
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
          bytes[Long.BYTES + random.nextInt(bytes.length - Long.BYTES)] =
              TELLING[random.nextInt(TELLING.length)];
        }
      }
    }
    return bytes;
  }

  private static void readTensors(Path file) {
    try (TensorFile tensors = TensorFile.open(file)) {
      tensors.tensors().forEach(tensors::read);
    }
  }

  /** Anything but a {@link ModelFileException} fails the test, errors of the machine too. */
  private static boolean refuses(Runnable reader) {
    try {
      reader.run();
      return false;
    } catch (ModelFileException e) {
      assertTrue(e.getMessage().contains("damaged.safetensors"), e.getMessage());
      return true;
    }
  }

  /** As many values as a header may have are no more than a JVM holds. */
  @Test
  void headersFullOfEmptyValuesAreRefused() throws IOException {
    Path file = folder.resolve("damaged.safetensors");
    for (String value : List.of("{}", "[]", "\"\"", "0.5")) {
      String header = "{\"a\":[" + (value + ",").repeat(1_000_000) + value + "]}";
      byte[] json = header.getBytes(StandardCharsets.US_ASCII);
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + json.length);
      bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
      Files.write(file, bytes.array());
      assertTrue(refuses(() -> ModelFile.read(file)), value);
    }
  }
}
