package dev.weft.interchange;

import dev.weft.files.FileSignature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What a file is by its first bytes; its name says nothing. */
enum FileKind {
  SAFETENSORS,
  HDF5,
  ZIP;

  /** The length of the header, and the header's first character. */
  private static final int SAFETENSORS_HEAD = 9;

  /** How many bytes of an unknown file a message shows. */
  private static final int SHOWN = 9;

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
      head = in.readNBytes(FileSignature.HEAD_BYTES);
    }
    Optional<FileSignature> signature = FileSignature.of(head);
    if (signature.isPresent()) {
      return switch (signature.get()) {
        case HDF5 -> HDF5;
        case ZIP -> ZIP;
        case GIT_LFS -> throw new IllegalArgumentException("it is " + signature.get());
      };
    }
    if (head.length >= SAFETENSORS_HEAD
        && head[SAFETENSORS_HEAD - 1] == '{'
        && headerLength(head) <= Files.size(file)) {
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
                : "its first bytes are "
                    + HexFormat.ofDelimiter(" ")
                        .formatHex(Arrays.copyOf(head, Math.min(head.length, SHOWN)))));
  }

  /** Negative where the file is none: as an unsigned number it is larger than any file. */
  private static long headerLength(byte[] head) {
    long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length < 0 ? Long.MAX_VALUE : length;
  }
}
