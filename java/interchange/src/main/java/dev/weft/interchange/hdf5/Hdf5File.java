package dev.weft.interchange.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.exceptions.UnsupportedHdfException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An HDF5 file in memory. Reading goes through jhdf, which believes what a file says; so sizes are
 * compared with the file's before values are read, links are not followed, and whatever it throws
 * over a damaged file becomes an {@link IllegalArgumentException} with a message for people.
 */
public final class Hdf5File implements AutoCloseable {
  /** What the library notes about its work is for nobody; what goes wrong it throws. */
  private static final Logger LIBRARY_LOG = Logger.getLogger("io.jhdf");

  static {
    LIBRARY_LOG.setLevel(Level.OFF);
  }

  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private final HdfFile file;
  private final Hdf5Group root;

  private Hdf5File(HdfFile file, long size) {
    this.file = file;
    this.root = new Hdf5Group(file, "", size);
  }

  /**
   * Opens the file that some bytes are. They are the file's from now on.
   *
   * @throws IllegalArgumentException where they are no HDF5 file
   */
  public static Hdf5File of(byte[] bytes) {
    // A signature further on would make the file's head a block of its owner's.
    if (bytes.length < SIGNATURE.length
        || !Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new RefusedException("its weights are no HDF5 file");
    }
    Bfloat16.prepare(bytes);
    return reading("the file", () -> new Hdf5File(HdfFile.fromBytes(bytes), bytes.length));
  }

  /** The group that all others are in. */
  public Hdf5Group root() {
    return root;
  }

  /** Runs what reads a part of a file; any failure is the file's fault. */
  static <T> T reading(String part, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (RefusedException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      Throwable cause = innermost(e);
      String message = cause.getMessage();
      throw new RefusedException(
          (cause instanceof UnsupportedHdfException
                  ? "it has HDF5 of a kind that is not supported at "
                  : "its HDF5 structure is damaged at ")
              + part
              + ": "
              + (message == null ? cause.getClass().getSimpleName() : message),
          e);
    }
  }

  /** What the failure began with; the ones around it say that something failed. */
  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Override
  public void close() {
    file.close();
  }
}
