package dev.weft.interchange.hdf5;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.StringData;

/**
 * bfloat16 as Keras writes it: HDF5 has no such type, so h5py writes opaque elements of two bytes
 * with an empty name, and an attribute of Keras's says what they are; Keras takes any such for
 * bfloat16.
 *
 * <p>jhdf wants a name that ends in a zero and calls a file without one damaged. The type of a text
 * of two characters has a description of the same length, so that one stands in for it before jhdf
 * sees the file. Keras writes no tensors of texts.
 */
final class Bfloat16 {
  private static final int BYTES = 2;

  /** A description of a type in an object header: its kind 3, 8 bytes long. */
  private static final byte[] MESSAGE = {3, 0, 8, 0};

  /** Version 1, class 5 (opaque), a name of 0 bytes, elements of 2. */
  private static final byte[] OPAQUE = {0x15, 0, 0, 0, BYTES, 0, 0, 0};

  /** Version 1, class 3 (text). */
  private static final byte TEXT = 0x13;

  private Bfloat16() {}

  /** Makes such types readable in the bytes of a file. */
  static void prepare(byte[] file) {
    // Between the two lie the message's flags and three zeros.
    int type = MESSAGE.length + 4;
    for (int i = 0; i + type + OPAQUE.length <= file.length; i++) {
      if (file[i] == MESSAGE[0] && matches(file, i, MESSAGE) && matches(file, i + type, OPAQUE)) {
        file[i + type] = TEXT;
      }
    }
  }

  private static boolean matches(byte[] file, int at, byte[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (file[at + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a tensor's type is what {@link #prepare} made of bfloat16. */
  static boolean is(DataType type) {
    return type instanceof StringData && type.getSize() == BYTES;
  }
}
