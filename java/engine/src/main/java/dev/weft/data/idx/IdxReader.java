package dev.weft.data.idx;

import dev.weft.DataException;
import dev.weft.files.IoErrors;
import dev.weft.files.RegularFile;
import dev.weft.files.Sha256;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads one IDX file, inflating and hashing as it goes. The header is untrusted: it is held against
 * what the file can possibly hold before memory is asked for, and inflating stops one byte after
 * the length that it promises.
 */
public final class IdxReader {
  private static final int UINT8 = 0x08;
  private static final int MAX_RANK = 8;
  private static final int CHUNK = 1 << 16;

  /** No deflate stream grows by more than this factor, see zlib's technical notes. */
  private static final int MAX_INFLATION = 1032;

  private final Path path;
  private final List<Integer> expected;
  private final MessageDigest digest = Sha256.digest();

  private IdxReader(Path path, List<Integer> expected) {
    this.path = path;
    this.expected = expected;
  }

  /** Reads a file of any dimensions. */
  public static IdxFile read(Path path) {
    return read(path, List.of());
  }

  /** Reads a file that must have the dimensions {@code expected}, any where that is empty. */
  public static IdxFile read(Path path, List<Integer> expected) {
    return new IdxReader(path, expected).read();
  }

  private IdxFile read() {
    RegularFile.require(path, "an IDX file");
    try (BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(path), CHUNK)) {
      boolean gzip = isGzip(raw);
      try (InputStream in = gzip ? new GZIPInputStream(raw, CHUNK) : raw) {
        return read(in, gzip);
      }
    } catch (AccessDeniedException e) {
      throw failure("may not be read: permission denied", e);
    } catch (EOFException e) {
      throw failure("ends too early: it is truncated; remove it and fetch it again", e);
    } catch (ZipException e) {
      throw failure("is damaged gzip (" + e.getMessage() + "); remove it and fetch it again", e);
    } catch (IOException e) {
      throw failure("cannot be read: " + IoErrors.reason(e), e);
    }
  }

  /** Looks at the first bytes: gzip, IDX, or an error such as a web page saved under this name. */
  private boolean isGzip(BufferedInputStream raw) throws IOException {
    raw.mark(4);
    byte[] start = raw.readNBytes(4);
    raw.reset();
    if (start.length < 4) {
      throw new EOFException();
    }
    if ((start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
      return true;
    }
    if (start[0] == 0 && start[1] == 0) {
      return false;
    }
    throw failure(
        "is neither gzip (which begins 1f 8b) nor IDX (00 00 08): it begins "
            + HexFormat.ofDelimiter(" ").formatHex(start)
            + (start[0] == '<' ? ", a web page perhaps; remove it and fetch it again" : ""));
  }

  private IdxFile read(InputStream in, boolean gzip) throws IOException {
    List<Integer> dimensions = header(in);
    int length = length(dimensions, gzip);
    byte[] values = new byte[length];
    int done = 0;
    while (done < length) {
      int n = in.read(values, done, Math.min(CHUNK, length - done));
      if (n < 0) {
        throw truncated(done, dimensions);
      }
      digest.update(values, done, n);
      done += n;
    }
    if (in.read() >= 0) {
      throw failure(
          "goes on after the "
              + count(length)
              + " values that its header ("
              + shape(dimensions)
              + ") promises: it is damaged or no IDX file");
    }
    return new IdxFile(path, dimensions, values, Sha256.hex(digest));
  }

  private DataException truncated(int done, List<Integer> dimensions) {
    return failure(
        "is truncated: its header ("
            + shape(dimensions)
            + ") promises more than the "
            + count(done)
            + " values it has; remove it and fetch it again");
  }

  private List<Integer> header(InputStream in) throws IOException {
    ByteBuffer magic = ByteBuffer.wrap(exactly(in, 4));
    if (magic.getShort(0) != 0) {
      throw failure(
          String.format(
              "has the magic number 0x%08x, an IDX file of uint8 begins 0x000008",
              magic.getInt(0)));
    }
    if (magic.get(2) != UINT8) {
      throw failure(
          String.format(
              "holds values of IDX type 0x%02x, expected uint8 (0x08)", magic.get(2) & 0xff));
    }
    int rank = magic.get(3) & 0xff;
    if (rank < 1 || rank > MAX_RANK) {
      throw failure("has " + rank + " dimensions, expected 1 to " + MAX_RANK);
    }
    ByteBuffer sizes = ByteBuffer.wrap(exactly(in, 4 * rank));
    List<Integer> dimensions = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int size = sizes.getInt();
      if (size < 1) {
        throw failure(
            "gives dimension "
                + (i + 1)
                + " as "
                + Integer.toUnsignedString(size)
                + ", expected 1 to "
                + Integer.MAX_VALUE);
      }
      dimensions.add(size);
    }
    if (!expected.isEmpty() && !expected.equals(dimensions)) {
      throw failure("has the dimensions " + shape(dimensions) + ", expected " + shape(expected));
    }
    return dimensions;
  }

  private byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    digest.update(bytes);
    return bytes;
  }

  /** The number of values, once it is sure that the file can hold them. */
  private int length(List<Integer> dimensions, boolean gzip) throws IOException {
    long length = 1;
    for (int size : dimensions) {
      // Each factor is below 2^31 and the product so far too, so this cannot overflow.
      length *= size;
      if (length > Integer.MAX_VALUE - 16) {
        throw failure(
            "is too large: its header promises "
                + shape(dimensions)
                + " values, at most 2147483631 fit into an array");
      }
    }
    long onDisk = Files.size(path);
    if (length > (gzip ? onDisk * MAX_INFLATION : onDisk)) {
      throw failure(
          "is truncated or damaged: its header promises "
              + shape(dimensions)
              + " values, which its "
              + count(onDisk)
              + " bytes cannot hold");
    }
    long memory = Runtime.getRuntime().maxMemory();
    if (length > memory) {
      throw failure(
          "needs "
              + (length >> 20)
              + " MiB of memory, Java has "
              + (memory >> 20)
              + " MiB: start it with a larger -Xmx");
    }
    return (int) length;
  }

  private static String shape(List<Integer> dimensions) {
    return IdxFile.shape(dimensions);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private DataException failure(String what) {
    return new DataException(path + " " + what);
  }

  private DataException failure(String what, Throwable cause) {
    return new DataException(path + " " + what, cause);
  }
}
