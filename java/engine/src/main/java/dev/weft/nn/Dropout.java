package dev.weft.nn;

/**
 * Dropout: while training, each element is zeroed with probability {@code rate}; outside training
 * nothing happens. Inverted dropout scales the others by 1 / (1 - rate) (Srivastava et al., 2014);
 * masking noise leaves them as they are (Vincent et al., 2008).
 *
 * @param rate the fraction dropped, 0 &lt;= rate &lt; 1
 * @param scaled whether what is kept is scaled by 1 / (1 - rate)
 */
public record Dropout(float rate, boolean scaled) implements Layer {
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate lies in [0, 1), not " + rate);
    }
  }

  /** Inverted dropout. */
  public Dropout(float rate) {
    this(rate, true);
  }

  /** What it is called: {@code dropout}, or {@code masking}. */
  public String kind() {
    return scaled ? "dropout" : "masking";
  }

  /** The factor on what is kept. */
  public float scale() {
    return scaled ? 1 / (1 - rate) : 1;
  }
}
