package dev.weft.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Against hashes of Python's hashlib and struct ({@code <f}). */
class Sha256Test {
  @Test
  void numbersAreHashedAsTheirLittleEndianBytes() {
    assertEquals(
        "dbc55a600c3a3542d397361a9f89bf284c44c110aa57cc93ccc410c48e195081",
        Sha256.ofFloats(new float[] {0.5f, -1, 3.25f}));
  }

  @Test
  void moreNumbersThanTheBufferHolds() {
    float[] values = new float[3000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    assertEquals(
        "79f08fbaf2064bbef9c63477bc07d002d0ed3ce58a91bc01b6d972f1c4e394b7",
        Sha256.ofFloats(values));
  }
}
