package dev.weft.random;

/**
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as
 * 1, 2, 3" (SC 2011): 128 random bits are a pure function of a 64-bit key and a 128-bit counter, so
 * every backend draws the same numbers in any order and on any number of threads.
 *
 * <p>Weft's counters are (index / 4, stream, step, purpose): the purpose keeps shuffles, masks and
 * initial weights of one seed apart. {@code native/src/philox.h} is the same function in C++.
 */
public final class Philox {
  /** The last counter word of shuffles: stream is the epoch, index counts the draws. */
  public static final int SHUFFLE = 1;

  /** Of initial kernels: stream is the dense layer, index the element of the kernel. */
  public static final int KERNEL = 2;

  /** Of dropout masks: stream is the dense layer whose input is masked, step the Adam step. */
  public static final int DROPOUT = 3;

  /** Of the synthetic data set. */
  public static final int SYNTHETIC = 4;

  /** Of shifts of training images: index / 4 is the row of the batch, step the Adam step. */
  public static final int SHIFT = 5;

  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private final long seed;
  private final int stream;
  private final int step;
  private final int purpose;
  private final int[] block = new int[4];
  private int blockIndex = -1;

  /** The sequence of numbers that belong to one seed, stream, step and purpose. */
  public Philox(long seed, int stream, int step, int purpose) {
    this.seed = seed;
    this.stream = stream;
    this.step = step;
    this.purpose = purpose;
  }

  /** The 32 random bits at {@code index}, 0 &lt;= index &lt; 2^31, in any order. */
  public int bits(int index) {
    if (index >>> 2 != blockIndex) {
      blockIndex = index >>> 2;
      generate(seed, blockIndex, stream, step, purpose, block);
    }
    return block[index & 3];
  }

  /** The number in [0, 1) at {@code index}: the upper 24 bits, so that a float holds it exactly. */
  public float uniform(int index) {
    return (bits(index) >>> 8) * 0x1p-24f;
  }

  /**
   * A whole number in [0, bound) at {@code index}, by multiply and shift; the bias is below bound /
   * 2^32.
   */
  public int below(int index, int bound) {
    return (int) (((bits(index) & 0xffffffffL) * bound) >>> 32);
  }

  /** Writes the four words of one counter to {@code out}. */
  static void generate(long key, int c0, int c1, int c2, int c3, int[] out) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (MULTIPLIER_0 & 0xffffffffL) * (c0 & 0xffffffffL);
      long p1 = (MULTIPLIER_1 & 0xffffffffL) * (c2 & 0xffffffffL);
      int next0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int next2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = next0;
      c2 = next2;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }
}
