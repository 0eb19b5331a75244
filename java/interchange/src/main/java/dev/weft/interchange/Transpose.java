package dev.weft.interchange;

/** The other way round: PyTorch keeps the weights of a linear layer as [out, in]. */
public final class Transpose {
  private Transpose() {}

  /**
   * Copies a matrix [rows, columns] as [columns, rows].
   *
   * @param from where it starts in {@code source}
   * @param to where its transpose starts in {@code target}
   */
  public static void of(float[] source, int from, int rows, int columns, float[] target, int to) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        target[to + column * rows + row] = source[from + row * columns + column];
      }
    }
  }
}
