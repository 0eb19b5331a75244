package dev.weft.model;

import static dev.weft.model.RawSafetensors.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ModelFileException;
import dev.weft.nn.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final long MAX = Long.MAX_VALUE;

  @TempDir private Path folder;

  /** A table of headers over 8 bytes of data, each with what the message must say. */
  static Stream<Arguments> damagedHeaders() {
    String good = tensor("a", "[2]", 0, 8);
    return Stream.of(
        Arguments.of("{ ", "not JSON"),
        Arguments.of("[]", "not JSON"),
        Arguments.of(" {}", "header is not JSON"),
        Arguments.of("{}x", "something after the end"),
        Arguments.of("{" + good + "," + good + "}", "the name \"a\" a second time"),
        Arguments.of("{\"a\":5}", "tensor 'a' is not an object"),
        Arguments.of("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "tensor 'a' is not an object"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}",
            "tensor 'a' is not an object"),
        Arguments.of(
            "{\"a\":{\"dtype\":4,\"shape\":[2],\"data_offsets\":[0,8]}}", "unknown dtype 4"),
        Arguments.of(
            "{\"a\":{\"dtype\":null,\"shape\":[2],\"data_offsets\":[0,8]}}", "unknown dtype null"),
        Arguments.of("{" + tensor("a", "F7", "[2]", 0, 8) + "}", "unknown dtype F7"),
        Arguments.of("{" + tensor("a", "F64", "[2]", 0, 8) + "}", "takes 16 bytes"),
        Arguments.of("{" + tensor("a", "[-2]", 0, 8) + "}", "a shape that is not a list"),
        Arguments.of("{" + tensor("a", "[2.0]", 0, 8) + "}", "a shape that is not a list"),
        Arguments.of("{" + tensor("a", "[\"2\"]", 0, 8) + "}", "a shape that is not a list"),
        Arguments.of("{" + tensor("a", "2", 0, 8) + "}", "a shape that is not a list"),
        Arguments.of("{" + tensor("a", "null", 0, 8) + "}", "a shape that is not a list"),
        Arguments.of("{" + tensor("a", "[3]", 0, 8) + "}", "takes 12 bytes"),
        Arguments.of("{" + tensor("a", "[4294967296,4294967296]", 0, 8) + "}", "too large"),
        Arguments.of("{" + tensor("a", "[4611686018427387904]", 0, 8) + "}", "too large"),
        Arguments.of("{" + tensor("a", "[2]", 8, 0) + "}", "expected [begin, end]"),
        Arguments.of("{" + tensor("a", "[2]", -8, 0) + "}", "data_offsets that is not a list"),
        Arguments.of("{" + tensor("a", "[2]", MAX - 8, MAX) + "}", "expected byte 0"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}",
            "expected [begin, end]"),
        Arguments.of(
            "{" + tensor("a", "[3]", 0, 12) + "}", "need 12 bytes of data, the file has 8"),
        Arguments.of("{" + tensor("a", "[1]", 0, 4) + "}", "need 4 bytes of data, the file has 8"),
        Arguments.of("{}", "need 0 bytes of data, the file has 8"),
        Arguments.of("{" + tensor("a", "[1]", 4, 8) + "}", "tensor 'a' begins at byte 4"),
        Arguments.of(
            "{" + good + "," + tensor("b", "[1]", 4, 8) + "}", "tensor 'b' begins at byte 4"),
        Arguments.of(
            "{" + good + "," + tensor("b", "[2]", 0, 8) + "}", "tensor 'b' begins at byte 0"),
        Arguments.of("{\"__metadata__\":{\"a\":1}," + good + "}", "not an object of strings"),
        Arguments.of("{\"__metadata__\":[]," + good + "}", "not an object of strings"),
        Arguments.of("{\"a\":" + "[".repeat(50_000), "levels of nesting"));
  }

  @ParameterizedTest
  @MethodSource("damagedHeaders")
  void damagedHeadersAreRefusedWithTheReason(String header, String reason) {
    Path file = RawSafetensors.write(folder.resolve("bad.safetensors"), header, new byte[8]);
    assertRefused(file, reason);
  }

  private static void assertRefused(Path file, String reason) {
    ModelFileException e =
        assertThrows(ModelFileException.class, () -> Safetensors.open(file).close());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 11, 1_000_000, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void aHeaderLengthBeyondTheFileIsRefusedBeforeItIsAllocated(long length) {
    Path file = folder.resolve("bad.safetensors");
    assertRefused(RawSafetensors.write(file, length, new byte[10], new byte[0]), "header has");
  }

  @Test
  void aHeaderThatFitsItsFileMayStillBeTooLong() {
    Path file = folder.resolve("bad.safetensors");
    byte[] header = " ".repeat(Safetensors.MAX_HEADER_BYTES + 1).getBytes(StandardCharsets.UTF_8);
    assertRefused(RawSafetensors.write(file, header.length, header, new byte[0]), "more than the");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void aFileShorterThanItsLengthFieldIsRefused(int bytes) throws IOException {
    Path file = Files.write(folder.resolve("short.safetensors"), new byte[bytes]);
    assertRefused(file, "it has " + bytes + " bytes");
  }

  @Test
  void whatIsNoFileIsRefused() {
    assertRefused(folder.resolve("absent.safetensors"), "does not exist");
    assertRefused(folder, "it is a folder or a device");
  }

  @Test
  void aHeaderThatIsNotUtf8IsRefused() {
    byte[] header = {'{', '"', (byte) 0xc3, '(', '"', ':', '1', '}'};
    Path file = folder.resolve("bad.safetensors");
    assertRefused(RawSafetensors.write(file, header.length, header, new byte[0]), "not UTF-8");
  }

  @Test
  void namesFromAFileReachAMessageWithoutControlCharactersAndCutShort() {
    Path file = folder.resolve("bad.safetensors");
    String name = "\\u001b[31m\\u202e" + "x".repeat(5000);
    RawSafetensors.write(file, "{\"" + name + "\":1}", new byte[0]);
    ModelFileException e = assertThrows(ModelFileException.class, () -> Safetensors.open(file));
    assertTrue(e.getMessage().contains("?[31m?xxx"), e.getMessage());
    assertTrue(e.getMessage().length() < 1000 + file.toString().length());
  }

  @Test
  void tensorsInAnyOrderScalarsAndEmptyOnesAreRead() {
    String header =
        "{"
            + String.join(
                ",",
                tensor("last", "[1,2]", 4, 12),
                tensor("empty", "[0,3]", 4, 4),
                tensor("scalar", "[]", 0, 4),
                tensor("bytes", "U8", "[3]", 12, 15))
            + "}  ";
    byte[] data = new byte[15];
    System.arraycopy(RawSafetensors.floats(7, 8, 9), 0, data, 0, 12);
    Path file = RawSafetensors.write(folder.resolve("good.safetensors"), header, data);
    try (Safetensors tensors = Safetensors.open(file)) {
      assertEquals(
          List.of("last", "empty", "scalar", "bytes"),
          List.copyOf(tensors.header().tensors().keySet()));
      float[] values = new float[4];
      tensors.read(tensors.header().tensors().get("last"), values, 1);
      tensors.read(tensors.header().tensors().get("scalar"), values, 3);
      tensors.read(tensors.header().tensors().get("empty"), values, 4);
      assertArrayEquals(new float[] {0, 8, 9, 7}, values);
    }
  }

  @Test
  void tensorsLargerThanTheBufferSurviveARoundTrip() {
    Path file = folder.resolve("large.safetensors");
    float[] flat = new float[50_003];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = i * 0.5f - 3;
    }
    TensorSpec spec = new TensorSpec("t", List.of(50_000), 3);
    Safetensors.write(file, Map.of("k", "v\n"), List.of(new FloatTensor("p.", spec, flat)));
    try (Safetensors tensors = Safetensors.open(file)) {
      assertEquals(Map.of("k", "v\n"), tensors.header().metadata());
      float[] back = new float[50_003];
      System.arraycopy(flat, 0, back, 0, 3);
      tensors.read(tensors.header().tensors().get("p.t"), back, 3);
      assertArrayEquals(flat, back);
    }
  }

  @Test
  void dataStartAtAMultipleOfEightBytes() throws IOException {
    TensorSpec spec = new TensorSpec("t", List.of(1), 0);
    for (String name : List.of("", "1", "22", "333", "4444", "55555", "666666", "7777777")) {
      Path file = folder.resolve("aligned.safetensors");
      FloatTensor tensor = new FloatTensor(name, spec, new float[] {1.5f});
      Safetensors.write(file, Map.of(), List.of(tensor));
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      long length = bytes.getLong();
      assertEquals(0, length % 8);
      assertEquals(8 + length + 4, bytes.limit());
      assertEquals(1.5f, bytes.getFloat((int) (8 + length)));
    }
  }
}
