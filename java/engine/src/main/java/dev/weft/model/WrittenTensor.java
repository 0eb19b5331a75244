package dev.weft.model;

import java.nio.ByteBuffer;
import java.util.List;

/** A tensor to be written, of whose values a part at a time is turned into bytes. */
sealed interface WrittenTensor permits FloatTensor, DoubleTensor {
  /** Unique in its file. */
  String name();

  /** The type of its elements, as safetensors names it. */
  String dtype();

  List<Integer> shape();

  /** All elements. */
  int elements();

  /** The bytes of one of them. */
  int elementBytes();

  /** Puts the elements from {@code from} on, as many as there is room for. */
  void put(int from, ByteBuffer room);

  default long bytes() {
    return (long) elements() * elementBytes();
  }
}
