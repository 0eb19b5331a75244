package dev.weft.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FloatTypeTest {
  private static float[] halves() {
    ByteBuffer all = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < 1 << 16; bits++) {
      all.putShort((short) bits);
    }
    float[] values = new float[1 << 16];
    assertEquals(0, FloatType.F16.decode(all.flip(), values, 0));
    return values;
  }

  /** By the definition of binary16: (-1)^s 2^(e-15) (1 + f/1024), and 2^-24 f where e is 0. */
  @Test
  void everyHalfIsTheNumberThatItsBitsMean() {
    float[] values = halves();
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      int fraction = bits & 1023;
      double sign = bits < 1 << 15 ? 1 : -1;
      if (exponent == 31) {
        assertTrue(
            fraction == 0 ? values[bits] == sign / 0.0 : Float.isNaN(values[bits]), "" + bits);
      } else {
        double expected =
            exponent == 0
                ? sign * fraction * Math.pow(2, -24)
                : sign * Math.pow(2, exponent - 15) * (1 + fraction / 1024.0);
        assertEquals(
            Float.floatToIntBits((float) expected), Float.floatToIntBits(values[bits]), "" + bits);
      }
    }
  }

  @Test
  void theOtherTypesAreReadInTheOrderOfTheBuffer() {
    float[] values = new float[3];
    ByteBuffer brain = ByteBuffer.allocate(4).putShort((short) 0x3f80).putShort((short) 0xc040);
    assertEquals(0, FloatType.BF16.decode(brain.flip(), values, 1));
    assertArrayEquals(new float[] {0, 1, -3}, values);
    ByteBuffer single = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    single.putFloat(1.5f).putInt(0xffc12345);
    assertEquals(0, FloatType.F32.decode(single.flip(), values, 0));
    assertEquals(1.5f, values[0]);
    assertTrue(Float.isNaN(values[1]));
  }

  @Test
  void doublesAreRoundedAndCountedWhereTheyAreNoFloats() {
    double[] doubles = {0.5, 0.1, Double.NaN, -0.0, 1e-300, Double.POSITIVE_INFINITY};
    ByteBuffer source = ByteBuffer.allocate(doubles.length * 8);
    for (double value : doubles) {
      source.putDouble(value);
    }
    float[] values = new float[doubles.length];
    assertEquals(2, FloatType.F64.decode(source.flip(), values, 0));
    assertArrayEquals(new float[] {0.5f, 0.1f, Float.NaN, -0f, 0f, 1 / 0f}, values);
  }

  @Test
  void aDoubleBeyondFloat32IsRefused() {
    ByteBuffer source = ByteBuffer.allocate(8).putDouble(1e300).flip();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> FloatType.F64.decode(source, new float[1], 0));
    assertTrue(e.getMessage().contains("1.0E300"), e.getMessage());
  }

  @Test
  void typesAreFoundByName() {
    assertEquals(Optional.of(FloatType.BF16), FloatType.named("BF16"));
    assertEquals(Optional.empty(), FloatType.named("I32"));
  }
}
