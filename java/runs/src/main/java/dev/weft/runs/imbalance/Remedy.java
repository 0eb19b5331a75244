package dev.weft.runs.imbalance;

import com.fasterxml.jackson.annotation.JsonValue;

/** What may help where classes are of unequal size. */
public enum Remedy {
  /** Nothing is done about it. */
  NONE("none"),
  /** The loss of a sample counts in inverse proportion to its class. */
  CLASS_WEIGHTS("class weights"),
  /** Samples of small classes train several times an epoch, until all classes are as large. */
  OVERSAMPLING("oversampling"),
  /**
   * Probabilities of the model without a remedy are divided by the shares of the classes it was
   * trained on (logit adjustment after training; Menon et al., 2021).
   */
  THRESHOLDS("moved thresholds");

  private final String words;

  Remedy(String words) {
    this.words = words;
  }

  @JsonValue
  @Override
  public String toString() {
    return words;
  }
}
