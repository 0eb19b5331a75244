package dev.weft.model;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A table to be written, row after row.
 *
 * @param rows all of the same length
 */
record DoubleTensor(String name, List<double[]> rows, int columns) implements WrittenTensor {
  @Override
  public String dtype() {
    return FloatType.F64.name();
  }

  @Override
  public List<Integer> shape() {
    return List.of(rows.size(), columns);
  }

  @Override
  public int elements() {
    return Math.multiplyExact(rows.size(), columns);
  }

  @Override
  public int elementBytes() {
    return Double.BYTES;
  }

  @Override
  public void put(int from, ByteBuffer room) {
    int elements = room.remaining() / Double.BYTES;
    for (int i = from; i < from + elements; i++) {
      room.putDouble(rows.get(i / columns)[i % columns]);
    }
  }
}
