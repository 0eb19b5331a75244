package dev.weft.peers;

import java.util.SplittableRandom;

/** Random orders of the samples, for frameworks that do not draw them themselves. */
public final class Order {
  private final SplittableRandom random = new SplittableRandom(1);
  private final int[] order;

  /** Of samples 0 to {@code samples - 1}. */
  public Order(int samples) {
    order = new int[samples];
    for (int i = 0; i < samples; i++) {
      order[i] = i;
    }
  }

  /** Shuffles in place; the array is this object's own and the same every time. */
  public int[] next() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
