package dev.weft.model;

import dev.weft.nn.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor to be written: a part of a flat array under a name of its own.
 *
 * @param prefix put before the tensor's name
 * @param spec name, shape and place in the array
 * @param flat the array
 */
record FloatTensor(String prefix, TensorSpec spec, float[] flat) implements WrittenTensor {
  @Override
  public String name() {
    return prefix + spec.name();
  }

  @Override
  public String dtype() {
    return FloatType.F32.name();
  }

  @Override
  public List<Integer> shape() {
    return spec.shape();
  }

  @Override
  public int elements() {
    return spec.length();
  }

  @Override
  public int elementBytes() {
    return Float.BYTES;
  }

  @Override
  public void put(int from, ByteBuffer room) {
    room.asFloatBuffer().put(flat, spec.offset() + from, room.remaining() / Float.BYTES);
  }
}
