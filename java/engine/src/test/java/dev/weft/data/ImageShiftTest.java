package dev.weft.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageShiftTest {
  private static final ImageSize SIZE = new ImageSize(4, 3);

  @Test
  void movesOneRowAndLeavesTheOthers() {
    float[] features = new float[36];
    for (int i = 0; i < features.length; i++) {
      features[i] = i + 1;
    }
    float[] before = features.clone();
    new ImageShift(2, SIZE).move(features, 1, 5, 9);
    for (int i = 0; i < 12; i++) {
      assertEquals(before[i], features[i]);
      assertEquals(before[24 + i], features[24 + i]);
    }
    // Philox4x32-10 of key 5 and counter (1, 0, 9, 5) gives 2 to the right and 1 down (reckoned
    // apart from this program).
    assertArrayEquals(
        new float[] {0, 0, 0, 0, 0, 0, 13, 14, 0, 0, 17, 18}, Arrays.copyOfRange(features, 12, 24));
  }

  @Test
  void everyPlaceWithinReachComesAbout() {
    Set<Integer> places = new HashSet<>();
    for (int step = 0; step < 200; step++) {
      float[] features = new float[25];
      features[12] = 1;
      new ImageShift(2, new ImageSize(5, 5)).move(features, 0, 3, step);
      for (int i = 0; i < features.length; i++) {
        if (features[i] == 1) {
          places.add(i);
        }
      }
    }
    assertEquals(25, places.size());
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "3", "4"})
  void refusesWhatLeavesNothing(int pixels) {
    assertThrows(IllegalArgumentException.class, () -> new ImageShift(pixels, SIZE));
  }

  @Test
  void viewsOfImagesAreImages() {
    Dataset images = Dataset.ofPixels(new byte[48], 12).withImageSize(SIZE);
    assertEquals(Optional.of(SIZE), images.range(1, 3).imageSize());
    assertEquals(Optional.of(SIZE), images.select(new int[] {2, 0}).imageSize());
    assertEquals(Optional.of(SIZE), images.withTargets(new float[4], 1).imageSize());
    assertEquals(Optional.empty(), Dataset.ofPixels(new byte[48], 12).imageSize());
    assertThrows(
        IllegalArgumentException.class,
        () -> Dataset.ofPixels(new byte[48], 12).withImageSize(new ImageSize(4, 4)));
  }
}
