package dev.weft.model;

import dev.weft.ModelFileException;
import dev.weft.files.AtomicFile;
import dev.weft.files.FileSignature;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

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
  private final ContentChecksum read = new ContentChecksum();

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
    Optional<FileSignature> other = FileSignature.of(head(channel, size));
    if (other.isPresent()) {
      throw ModelFileErrors.foreign(file, "it is no safetensors file but " + other.get());
    }
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

  private static byte[] head(FileChannel channel, long size) throws IOException {
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(size, FileSignature.HEAD_BYTES));
    readFully(channel, head, 0);
    return head.array();
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
    int[] read = {offset, 0};
    stream(
        tensor,
        chunk -> {
          int elements = chunk.remaining() / type.bytes();
          read[1] += type.decode(chunk, target, read[0]);
          read[0] += elements;
        });
    return read[1];
  }

  /** Reads a table of doubles, row after row. */
  List<double[]> rows(TensorEntry tensor, int columns) {
    List<double[]> rows = new ArrayList<>();
    int[] filled = {columns};
    stream(
        tensor,
        chunk -> {
          while (chunk.hasRemaining()) {
            if (filled[0] == columns) {
              rows.add(new double[columns]);
              filled[0] = 0;
            }
            rows.get(rows.size() - 1)[filled[0]++] = chunk.getDouble();
          }
        });
    return rows;
  }

  /** Hands over a tensor's bytes part by part, each a multiple of any element's bytes. */
  private void stream(TensorEntry tensor, Consumer<ByteBuffer> part) {
    ByteBuffer chunk = littleEndian(CHUNK_BYTES);
    CRC32C checksum = new CRC32C();
    try {
      for (long at = tensor.begin(); at < tensor.end(); at += chunk.limit()) {
        chunk.clear().limit((int) Math.min(CHUNK_BYTES, tensor.end() - at));
        readFully(channel, chunk, dataStart + at);
        checksum.update(chunk.rewind());
        part.accept(chunk.rewind());
      }
    } catch (IOException e) {
      throw ModelFileErrors.unreadable(file, e);
    }
    read.add(tensor.name(), tensor.dtype(), tensor.shape(), checksum);
  }

  /**
   * Requires that the content is the one that the file was written with, where its facts have a
   * checksum; tensors that were not read are read for that.
   *
   * @throws IllegalArgumentException where it is another
   */
  void requireChecksum() {
    Map<String, String> facts = header.metadata();
    if (!facts.containsKey(ContentChecksum.KEY)) {
      return;
    }
    for (TensorEntry tensor : header.tensors().values()) {
      if (!read.has(tensor.name())) {
        stream(tensor, part -> {});
      }
    }
    if (!facts.get(ContentChecksum.KEY).equals(read.of(facts))) {
      throw new IllegalArgumentException(
          "it was damaged: its "
              + ContentChecksum.KEY
              + " is not that of its content (where another program changed it on purpose, let that"
              + " program leave the fact '"
              + ContentChecksum.KEY
              + "' out)");
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
   * @param facts where {@link ContentChecksum#KEY} is among them, it becomes that of the content
   * @throws ModelFileException where it cannot be written
   */
  static void write(Path file, Map<String, String> facts, List<? extends WrittenTensor> tensors) {
    try {
      AtomicFile.replace(file, channel -> write(channel, facts, tensors));
    } catch (IOException e) {
      throw ModelFileErrors.unwritable(file, e);
    }
  }

  private static void write(
      FileChannel channel, Map<String, String> facts, List<? extends WrittenTensor> tensors)
      throws IOException {
    Map<String, String> complete = new LinkedHashMap<>(facts);
    complete.replace(ContentChecksum.KEY, ContentChecksum.UNKNOWN);
    AtomicFile.writeFully(channel, head(complete, tensors));
    ContentChecksum written = new ContentChecksum();
    for (WrittenTensor tensor : tensors) {
      written.add(tensor.name(), tensor.dtype(), tensor.shape(), writeData(channel, tensor));
    }
    if (complete.replace(ContentChecksum.KEY, written.of(facts)) != null) {
      // Known only now, in a place of the same length.
      channel.position(0);
      AtomicFile.writeFully(channel, head(complete, tensors));
    }
  }

  private static ByteBuffer head(Map<String, String> facts, List<? extends WrittenTensor> tensors) {
    byte[] json = SafetensorsHeader.format(facts, tensors).getBytes(StandardCharsets.UTF_8);
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
    return head.flip();
  }

  /** Writes a tensor's values; their checksum. */
  private static CRC32C writeData(FileChannel channel, WrittenTensor tensor) throws IOException {
    ByteBuffer chunk = littleEndian(CHUNK_BYTES);
    CRC32C checksum = new CRC32C();
    int most = CHUNK_BYTES / tensor.elementBytes();
    for (int from = 0; from < tensor.elements(); from += most) {
      int elements = Math.min(most, tensor.elements() - from);
      chunk.clear().limit(elements * tensor.elementBytes());
      tensor.put(from, chunk);
      checksum.update(chunk.rewind());
      AtomicFile.writeFully(channel, chunk.rewind());
    }
    return checksum;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
