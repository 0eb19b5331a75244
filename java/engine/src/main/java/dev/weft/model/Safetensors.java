package dev.weft.model;

import dev.weft.ModelFileException;
import dev.weft.files.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;

/**
 * A file in the safetensors format: 8 bytes with the length of the header (little endian), the
 * header in JSON, the tensors' data. See https://huggingface.co/docs/safetensors.
 *
 * <p>A file is not trusted: lengths and offsets are checked against its real size before anything
 * of that size is allocated, and what the format forbids is refused.
 */
final class Safetensors implements AutoCloseable {
  /** The longest header read: thousands of tensors. The format itself would allow 100 MB. */
  static final int MAX_HEADER_BYTES = 4 << 20;

  private static final int ALIGNMENT = 8;
  private static final int CHUNK_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final long dataStart;

  private Safetensors(Path file, FileChannel channel, SafetensorsHeader header, long dataStart) {
    this.file = file;
    this.channel = channel;
    this.header = header;
    this.dataStart = dataStart;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws ModelFileException where it cannot be read or is damaged
   */
  static Safetensors open(Path file) {
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        throw ModelFileErrors.damaged(file, "it is a folder or a device, not a file");
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return open(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw ModelFileErrors.unreadable(file, e);
    }
  }

  private static Safetensors open(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw ModelFileErrors.damaged(
          file, "it has " + size + " bytes, a safetensors file has at least " + Long.BYTES);
    }
    ByteBuffer lengthField = littleEndian(Long.BYTES);
    readFully(channel, lengthField, 0);
    long length = lengthField.getLong(0);
    if (length < 2 || length > size - Long.BYTES) {
      throw ModelFileErrors.damaged(
          file,
          "it is no safetensors file: its first bytes say that the header has "
              + Long.toUnsignedString(length)
              + " bytes, the file has "
              + size);
    }
    if (length > MAX_HEADER_BYTES) {
      throw ModelFileErrors.damaged(
          file,
          "its header has "
              + length
              + " bytes, more than the "
              + MAX_HEADER_BYTES
              + " that Weft reads");
    }
    ByteBuffer json = ByteBuffer.allocate((int) length);
    readFully(channel, json, Long.BYTES);
    long dataStart = Long.BYTES + length;
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(json.rewind());
      if (text.charAt(0) != '{') {
        throw new IllegalArgumentException("it is no safetensors file: its header is not JSON");
      }
      SafetensorsHeader header = SafetensorsHeader.parse(text.toString(), size - dataStart);
      return new Safetensors(file, channel, header, dataStart);
    } catch (CharacterCodingException e) {
      throw ModelFileErrors.damaged(file, "its header is not UTF-8");
    } catch (IllegalArgumentException e) {
      throw ModelFileErrors.damaged(file, e.getMessage());
    }
  }

  SafetensorsHeader header() {
    return header;
  }

  /** Reads all elements of an F32 tensor into {@code target} from {@code offset} on. */
  void read(TensorEntry tensor, float[] target, int offset) {
    read(tensor, FloatType.F32, target, offset);
  }

  /**
   * Reads all elements of a tensor of a floating-point type into {@code target} from {@code offset}
   * on.
   *
   * @return how many of them were rounded
   * @throws IllegalArgumentException where one is beyond the range of float32
   */
  int read(TensorEntry tensor, FloatType type, float[] target, int offset) {
    ByteBuffer chunk = littleEndian(CHUNK_BYTES);
    int next = offset;
    int rounded = 0;
    try {
      for (long at = tensor.begin(); at < tensor.end(); at += chunk.limit()) {
        chunk.clear().limit((int) Math.min(CHUNK_BYTES, tensor.end() - at));
        readFully(channel, chunk, dataStart + at);
        rounded += type.decode(chunk.rewind(), target, next);
        next += chunk.limit() / type.bytes();
      }
      return rounded;
    } catch (IOException e) {
      throw ModelFileErrors.unreadable(file, e);
    }
  }

  private static void readFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw ModelFileErrors.unreadable(file, e);
    }
  }

  /**
   * Writes a file whole or not at all. The header is filled up with spaces so that the data start
   * at a multiple of 8 bytes; the same content gives the same bytes.
   *
   * @throws ModelFileException where it cannot be written
   */
  static void write(Path file, Map<String, String> metadata, List<FloatTensor> tensors) {
    byte[] json = SafetensorsHeader.format(metadata, tensors).getBytes(StandardCharsets.UTF_8);
    int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (length > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "the metadata make a header of "
              + length
              + " bytes, at most "
              + MAX_HEADER_BYTES
              + " can be read again");
    }
    ByteBuffer head = littleEndian(Long.BYTES + length);
    head.putLong(length).put(json);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    head.flip();
    try {
      AtomicFile.replace(
          file,
          channel -> {
            AtomicFile.writeFully(channel, head);
            for (FloatTensor tensor : tensors) {
              writeData(channel, tensor);
            }
          });
    } catch (IOException e) {
      throw ModelFileErrors.unwritable(file, e);
    }
  }

  private static void writeData(FileChannel channel, FloatTensor tensor) throws IOException {
    ByteBuffer chunk = littleEndian(CHUNK_BYTES);
    int end = tensor.spec().offset() + tensor.spec().length();
    for (int from = tensor.spec().offset(); from < end; from += CHUNK_BYTES / Float.BYTES) {
      int floats = Math.min(CHUNK_BYTES / Float.BYTES, end - from);
      chunk.clear().limit(floats * Float.BYTES);
      chunk.asFloatBuffer().put(tensor.flat(), from, floats);
      AtomicFile.writeFully(channel, chunk);
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
