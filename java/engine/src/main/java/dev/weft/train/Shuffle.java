package dev.weft.train;

import dev.weft.random.Philox;

/**
 * The order in which an epoch takes its samples: Fisher and Yates' shuffle of 0, 1, ... n-1 from
 * the end. For i = n-1 down to 1, element i changes places with element j, a draw from [0, i]; the
 * draws are those at 0, 1, 2... of {@link Philox} with the shuffle seed, stream = the epoch from 0,
 * step 0 and purpose {@link Philox#SHUFFLE}.
 *
 * <p>Every epoch shuffles the file order afresh, so that its order depends on seed and epoch alone
 * and a resumed run needs no history.
 */
final class Shuffle {
  private Shuffle() {}

  /** The order of one epoch, counted from 0: a permutation of 0 to {@code samples - 1}. */
  static int[] order(int samples, long seed, int epoch) {
    int[] order = fileOrder(samples);
    Philox draws = new Philox(seed, epoch, 0, Philox.SHUFFLE);
    int draw = 0;
    for (int i = samples - 1; i >= 1; i--) {
      int j = draws.below(draw++, i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    return order;
  }

  /** 0, 1, ... samples - 1. */
  static int[] fileOrder(int samples) {
    int[] order = new int[samples];
    for (int i = 0; i < samples; i++) {
      order[i] = i;
    }
    return order;
  }
}
