package dev.weft.nn;

/**
 * Inverted dropout: while training, each element is zeroed with probability {@code rate} and the
 * others are scaled by 1 / (1 - rate); outside training nothing happens (Srivastava et al., 2014).
 *
 * @param rate the fraction dropped, 0 &lt;= rate &lt; 1
 */
public record Dropout(float rate) implements Layer {
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate lies in [0, 1), not " + rate);
    }
  }
}
