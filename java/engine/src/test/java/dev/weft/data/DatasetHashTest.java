package dev.weft.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatasetHashTest {
  private static final List<String> CLASSES = List.of("a", "b");

  private static Dataset values(int count, float first) {
    float[] values = new float[count];
    values[0] = first;
    values[count - 1] = 7;
    return Dataset.ofValues(values, 1);
  }

  /** All that a network learns from counts: shape, features, labels and targets. */
  @Test
  void otherContentHasAnotherHash() {
    Dataset pixels = Dataset.ofPixels(new byte[] {1, 2, 3, 4}, 2);
    Dataset labelled = pixels.withLabels(new int[] {0, 1}, CLASSES);
    List<List<Dataset>> sets =
        List.of(
            List.of(pixels),
            List.of(pixels, pixels),
            List.of(Dataset.ofPixels(new byte[] {1, 2, 3, 4}, 4)),
            List.of(Dataset.ofPixels(new byte[] {1, 2, 3, 5}, 2)),
            List.of(labelled),
            List.of(pixels.withLabels(new int[] {1, 0}, CLASSES)),
            List.of(pixels.withTargets(new float[] {0, 1}, 1)),
            List.of(pixels.withTargets(new float[] {0, 2}, 1)),
            List.of(Dataset.ofValues(new float[] {1, 2, 3, 4}, 2)),
            // Longer than what is hashed at a time.
            List.of(values(20_000, 0)),
            List.of(values(20_000, 1)),
            List.of(values(20_001, 0)));
    Set<String> hashes = new HashSet<>();
    sets.forEach(set -> hashes.add(DatasetHash.of(set)));
    assertEquals(sets.size(), hashes.size());
    assertEquals(DatasetHash.of(List.of(labelled)), DatasetHash.of(List.of(labelled)));
  }

  /** It is in results and model files: what it is of must not change. */
  @Test
  void theHashIsThatOfBefore() {
    Dataset table =
        Dataset.ofValues(new float[] {1, 2, 3, 4}, 2).withTargets(new float[] {5, 6}, 1);
    Dataset images = Dataset.ofPixels(new byte[] {1, 2}, 1).withLabels(new int[] {0, 1}, CLASSES);
    String hash = DatasetHash.of(List.of(table, images));
    assertEquals("045aa2cc0dabe39c25c2d2722918324366140dc1ccf273e4dcdbfbc7898b4bac", hash);
    assertNotEquals(hash, DatasetHash.of(List.of(images, table)));
  }

  @Test
  void imagesAreGreyAndOfABoundedSize() {
    assertEquals(Optional.of(new ImageSize(3, 2)), ImageSize.of(List.of(2, 3)));
    assertEquals(6, new ImageSize(3, 2).pixels());
    assertEquals(Optional.of(new ImageSize(128, 1)), ImageSize.of(List.of(1, 128)));
    assertEquals(Optional.empty(), ImageSize.of(List.of(1, 129)));
    assertEquals(Optional.empty(), ImageSize.of(List.of(0, 1)));
    assertEquals(Optional.empty(), ImageSize.of(List.of(2, 3, 3)));
    assertThrows(IllegalArgumentException.class, () -> new ImageSize(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ImageSize(1, 0));
  }
}
