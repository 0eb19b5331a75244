package dev.weft.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.metrics.Predictions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wrong whatever the seed, of answers made by hand. */
class HardImagesTest {
  private static final List<String> NAMES = List.of("coat", "shirt", "bag");

  /** Four images of coats, and what a seed calls them. */
  private static Predictions answers(int... predicted) {
    float[] probabilities = new float[3 * predicted.length];
    for (int i = 0; i < predicted.length; i++) {
      probabilities[3 * i + predicted[i]] = 0.5f + i / 10f;
    }
    return new Predictions(NAMES, new int[predicted.length], predicted, probabilities);
  }

  @Test
  void imagesAreToldApartByHowManySeedsFail() {
    HardImages hard =
        HardImages.of(
            List.of(answers(0, 1, 1, 0, 2), answers(0, 2, 0, 0, 2), answers(0, 1, 0, 0, 2)),
            Optional.empty());
    assertTrue(
        hard.text()
            .startsWith(
                "Of 5 test images 2 are right with every one of 3 seeds, 1 wrong with fewer than"
                    + " half of them, 0 with half or more, and 2 with all: 85.7 % of the mistakes"),
        hard.text());
    // 8 answers of 15 are right; of the three images that any seed gets right 8 of 9.
    assertTrue(hard.text().contains("mean accuracy is 0.8889"), hard.text());
    assertEquals(List.of("bag, 3 of 3", "is coat", "test image 4"), hard.tiles().get(0).lines());
    assertEquals("shirt, 2 of 3", hard.tiles().get(1).lines().get(0));
  }

  @Test
  void nothingWrongIsNothingHard() {
    HardImages hard = HardImages.of(List.of(answers(0, 0), answers(0, 0)), Optional.empty());
    assertEquals(List.of(), hard.tiles());
    assertTrue(hard.text().contains("0.0 % of the mistakes"), hard.text());
  }
}
