package dev.weft.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelMappingTest {
  private final LabelMapping mapping = new LabelMapping(List.of(0, 1, 0), List.of("even", "odd"));

  @Test
  void mapsClassesAndSumsProbabilities() {
    assertArrayEquals(new int[] {0, 0, 1}, mapping.map(new int[] {2, 0, 1}));
    assertArrayEquals(
        new float[] {0.75f, 0.25f, 0.5f, 0.5f},
        mapping.sumProbabilities(new float[] {0.5f, 0.25f, 0.25f, 0, 0.5f, 0.5f}));
  }

  @Test
  void refusesWhatIsNotMapped() {
    assertThrows(IllegalArgumentException.class, () -> mapping.group(3));
    assertThrows(IllegalArgumentException.class, () -> mapping.map(new int[] {-1}));
    assertThrows(IllegalArgumentException.class, () -> mapping.sumProbabilities(new float[4]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelMapping(List.of(0, 2), List.of("even", "odd")));
    assertThrows(
        IllegalArgumentException.class, () -> new LabelMapping(List.of(0), List.of("all")));
  }
}
