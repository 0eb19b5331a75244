package dev.weft.interchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** What a file is by its first bytes; its name says nothing. */
enum FileKind {
  SAFETENSORS,
  HDF5,
  ZIP;

  private static final byte[] HDF5_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final byte[] ZIP_SIGNATURE = {'P', 'K', 3, 4};
  private static final int HEAD = 9;

  /** Pickles from protocol 2 on begin so. */
  private static final byte PICKLE = (byte) 0x80;

  /** ONNX files begin with their version, the first field of a protobuf message. */
  private static final byte ONNX = 0x08;

  /**
   * The kind of a file.
   *
   * @throws IllegalArgumentException where it is none of them, with what it is instead
   */
  static FileKind of(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    if (startsWith(head, HDF5_SIGNATURE)) {
      return HDF5;
    }
    if (startsWith(head, ZIP_SIGNATURE)) {
      return ZIP;
    }
    if (head.length == HEAD && head[HEAD - 1] == '{' && headerLength(head) <= Files.size(file)) {
      return SAFETENSORS;
    }
    if (head.length > 1 && head[0] == PICKLE && head[1] >= 2 && head[1] <= 5) {
      throw new IllegalArgumentException(
          "it is a Python pickle, which can run code and is not read; save the tensors as"
              + " safetensors instead");
    }
    if (head.length > 2 && head[0] == ONNX && file.toString().endsWith(".onnx")) {
      throw new IllegalArgumentException(
          "ONNX is written, not read; take the safetensors, .keras or .weights.h5 file it came from");
    }
    throw new IllegalArgumentException(
        "it is neither safetensors nor a .keras, .weights.h5 or .h5 file of Keras: "
            + (head.length == 0
                ? "it is empty"
                : "its first bytes are " + HexFormat.ofDelimiter(" ").formatHex(head)));
  }

  private static boolean startsWith(byte[] head, byte[] signature) {
    return head.length >= signature.length
        && Arrays.equals(head, 0, signature.length, signature, 0, signature.length);
  }

  /** Negative where the file is none: as an unsigned number it is larger than any file. */
  private static long headerLength(byte[] head) {
    long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length < 0 ? Long.MAX_VALUE : length;
  }
}
