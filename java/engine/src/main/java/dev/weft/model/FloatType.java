package dev.weft.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The floating-point types whose values become float32, by the names of safetensors. */
public enum FloatType {
  /** IEEE 754 binary16; every value has a float32 of its own. */
  F16(2),
  /** The upper half of a float32; every value has a float32 of its own. */
  BF16(2),
  /** The type of all parameters here; values keep their bits. */
  F32(4),
  /** IEEE 754 binary64; values are rounded to the nearest float32. */
  F64(8);

  private final int bytes;

  FloatType(int bytes) {
    this.bytes = bytes;
  }

  /** The bytes of one value. */
  public int bytes() {
    return bytes;
  }

  /** The type with a name; empty where there is none of that name. */
  public static Optional<FloatType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /**
   * Reads values from the buffer's position on, in the buffer's byte order, until it is exhausted.
   *
   * @param target takes them from {@code offset} on
   * @return how many of them were not exactly a float32 and were rounded
   * @throws IllegalArgumentException where a finite value is beyond the range of float32
   */
  public int decode(ByteBuffer source, float[] target, int offset) {
    int count = source.remaining() / bytes;
    switch (this) {
      case F32 -> source.asFloatBuffer().get(target, offset, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = ofHalf(source.getShort());
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = Float.intBitsToFloat(source.getShort() << 16);
        }
      }
      case F64 -> {
        return rounded(source, target, offset, count);
      }
    }
    return 0;
  }

  private static int rounded(ByteBuffer source, float[] target, int offset, int count) {
    int rounded = 0;
    for (int i = 0; i < count; i++) {
      double value = source.getDouble();
      float nearest = (float) value;
      if (Float.isInfinite(nearest) && !Double.isInfinite(value)) {
        throw new IllegalArgumentException(value + " is beyond the range of float32");
      }
      // A NaN is one in either type.
      if (nearest != value && !Double.isNaN(value)) {
        rounded++;
      }
      target[offset + i] = nearest;
    }
    return rounded;
  }

  /** 1 sign bit, 5 exponent bits with a bias of 15, 10 fraction bits. */
  private static float ofHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    // Infinities and NaN keep an exponent of all ones.
    int biased = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | biased << 23 | fraction << 13);
  }
}
