package dev.weft.interchange.hdf5;

import dev.weft.interchange.ForeignTensor;
import dev.weft.model.FloatType;
import dev.weft.model.TensorFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A data set of an HDF5 file as a tensor: in one piece, uncompressed, of a floating-point type, as
 * Keras writes them.
 */
final class Hdf5Tensor {
  private final Dataset dataset;
  private final String path;
  private final long fileSize;

  Hdf5Tensor(Dataset dataset, String path, long fileSize) {
    this.dataset = dataset;
    this.path = path;
    this.fileSize = fileSize;
  }

  ForeignTensor foreign() {
    List<Long> shape =
        Hdf5File.reading(
            shown(), () -> Arrays.stream(dataset.getDimensionsAsLong()).boxed().toList());
    return new ForeignTensor(path, shape, () -> Hdf5File.reading(shown(), this::values));
  }

  /** The elements of a shape that a file claims; without dimensions it is a scalar's, 1. */
  static long elements(long[] shape) {
    if (Arrays.stream(shape).anyMatch(size -> size < 0)) {
      throw new RefusedException("a shape is " + Arrays.toString(shape));
    }
    try {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new RefusedException(
          "the shape " + Arrays.toString(shape) + " is too large for any file", e);
    }
  }

  private TensorFile.Values values() {
    if (!(dataset instanceof ContiguousDataset contiguous)) {
      throw new RefusedException(
          "tensor "
              + path
              + " is stored "
              + dataset.getDataLayout()
              + "; Weft reads tensors in one piece, not compressed, as Keras writes them");
    }
    FloatType type = type();
    long elements = elements(dataset.getDimensionsAsLong());
    long bytes = Math.multiplyExact(elements, (long) type.bytes());
    if (bytes > fileSize) {
      throw new RefusedException(
          "tensor " + path + " needs " + bytes + " bytes, the whole file has " + fileSize);
    }
    if (dataset.isEmpty()) {
      throw new RefusedException("tensor " + path + " was never written");
    }
    ByteBuffer stored = contiguous.getBuffer().order(order());
    if (stored.remaining() != bytes) {
      throw new RefusedException(
          "tensor " + path + " needs " + bytes + " bytes, " + stored.remaining() + " are there");
    }
    float[] values = new float[Math.toIntExact(elements)];
    try {
      return new TensorFile.Values(values, type.decode(stored, values, 0));
    } catch (IllegalArgumentException e) {
      throw new RefusedException("tensor " + path + ": " + e.getMessage(), e);
    }
  }

  private FloatType type() {
    if (dataset.getDataType() instanceof FloatingPoint number) {
      String bits = number.getExponentSize() + "+" + number.getMantissaSize();
      switch (number.getSize() + ":" + bits) {
        case "2:5+10":
          return FloatType.F16;
        case "2:8+7":
          return FloatType.BF16;
        case "4:8+23":
          return FloatType.F32;
        case "8:11+52":
          return FloatType.F64;
        default:
          throw new RefusedException(
              "tensor " + path + " is of an unknown floating-point type of " + bits + " bits");
      }
    }
    if (Bfloat16.is(dataset.getDataType())) {
      return FloatType.BF16;
    }
    throw new RefusedException(
        "tensor "
            + path
            + " is "
            + dataset.getDataType().getClass().getSimpleName()
            + ", expected float32, float64, float16 or bfloat16");
  }

  private ByteOrder order() {
    return dataset.getDataType() instanceof FloatingPoint number
        ? number.getByteOrder()
        : ByteOrder.LITTLE_ENDIAN;
  }

  private String shown() {
    return "'" + path + "'";
  }
}
