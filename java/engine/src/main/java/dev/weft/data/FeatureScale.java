package dev.weft.data;

/** What the features of data are multiplied by where a network reads them. */
public enum FeatureScale {
  /** Numbers, taken as they are. */
  ONE("1"),
  /** Pixels in uint8, taken as value / 255. */
  PIXELS("1/255");

  private final String text;

  FeatureScale(String text) {
    this.text = text;
  }

  /** Of a data set. */
  public static FeatureScale of(Dataset data) {
    return data.isUint8() ? PIXELS : ONE;
  }

  /** As model files spell it. */
  @Override
  public String toString() {
    return text;
  }
}
