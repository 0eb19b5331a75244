package dev.weft.model;

import dev.weft.nn.TensorSpec;

/**
 * A tensor to be written: a part of a flat array under a name of its own.
 *
 * @param prefix put before the tensor's name
 * @param spec name, shape and place in the array
 * @param flat the array
 */
record FloatTensor(String prefix, TensorSpec spec, float[] flat) {
  String name() {
    return prefix + spec.name();
  }

  long bytes() {
    return (long) spec.length() * Float.BYTES;
  }
}
