package dev.weft.data;

/** Copies rows out of flat tables. */
final class Rows {
  private Rows() {}

  /** The rows {@code first + rows[i]} of a table [?, width]. */
  static byte[] gather(byte[] table, int width, int first, int[] rows) {
    byte[] chosen = new byte[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(table, (first + rows[i]) * width, chosen, i * width, width);
    }
    return chosen;
  }

  /** The rows {@code first + rows[i]} of a table [?, width]. */
  static float[] gather(float[] table, int width, int first, int[] rows) {
    float[] chosen = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(table, (first + rows[i]) * width, chosen, i * width, width);
    }
    return chosen;
  }
}
