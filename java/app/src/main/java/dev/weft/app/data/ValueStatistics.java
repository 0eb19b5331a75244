package dev.weft.app.data;

import dev.weft.data.Dataset;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Features as a network sees them, uint8 values scaled to 0..1.
 *
 * @param standardDeviation of all values, dividing by their number
 * @param zeros the fraction that is 0
 */
public record ValueStatistics(
    float min, float max, double mean, double standardDeviation, double zeros) {
  /** Over all features of all samples. */
  public static ValueStatistics of(Dataset data) {
    return data.isUint8() ? ofPixels(data.pixels()) : ofValues(data.values());
  }

  private static ValueStatistics ofPixels(ByteBuffer pixels) {
    long[] counts = new long[256];
    int total = pixels.remaining();
    while (pixels.hasRemaining()) {
      counts[pixels.get() & 0xff]++;
    }
    int min = 255;
    int max = 0;
    double sum = 0;
    double squares = 0;
    for (int value = 0; value < counts.length; value++) {
      if (counts[value] > 0) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      double scaled = value / 255.0;
      sum += counts[value] * scaled;
      squares += counts[value] * scaled * scaled;
    }
    double mean = sum / total;
    return new ValueStatistics(
        min / 255f,
        max / 255f,
        mean,
        Math.sqrt(Math.max(0, squares / total - mean * mean)),
        (double) counts[0] / total);
  }

  private static ValueStatistics ofValues(FloatBuffer values) {
    int total = values.remaining();
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    double mean = 0;
    double squares = 0;
    long zeros = 0;
    for (int i = 0; i < total; i++) {
      float value = values.get();
      min = Math.min(min, value);
      max = Math.max(max, value);
      zeros += value == 0 ? 1 : 0;
      // Welford's update, so that a large common offset costs no digits.
      double distance = value - mean;
      mean += distance / (i + 1);
      squares += distance * (value - mean);
    }
    return new ValueStatistics(min, max, mean, Math.sqrt(squares / total), (double) zeros / total);
  }
}
