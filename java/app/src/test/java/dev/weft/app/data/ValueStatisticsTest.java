package dev.weft.app.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.data.Dataset;
import org.junit.jupiter.api.Test;

class ValueStatisticsTest {
  @Test
  void statisticsOfPixelsAndValuesAgree() {
    byte[] pixels = {0, (byte) 255, 51, 0};
    float[] values = {0, 1, 0.2f, 0};
    ValueStatistics fromPixels = ValueStatistics.of(Dataset.ofPixels(pixels, 2));
    ValueStatistics fromValues = ValueStatistics.of(Dataset.ofValues(values, 2));
    assertEquals(0.3, fromPixels.mean(), 1e-9);
    assertEquals(Math.sqrt((0.09 * 2 + 0.49 + 0.01) / 4), fromPixels.standardDeviation(), 1e-9);
    assertEquals(0.5, fromPixels.zeros());
    assertEquals(fromPixels.mean(), fromValues.mean(), 1e-7);
    assertEquals(fromPixels.standardDeviation(), fromValues.standardDeviation(), 1e-7);
    assertEquals(1f, fromValues.max());
  }
}
