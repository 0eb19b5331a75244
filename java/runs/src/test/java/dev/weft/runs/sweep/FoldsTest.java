package dev.weft.runs.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.Dataset;
import dev.weft.train.SpecException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  /** Sample i has the one feature i, and of 100 samples the first 40 are of class a. */
  private static Dataset data(boolean labelled) {
    float[] values = new float[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Dataset plain = Dataset.ofValues(values, 1);
    int[] labels = IntStream.range(0, 100).map(i -> i < 40 ? 0 : 1).toArray();
    return labelled ? plain.withLabels(labels, List.of("a", "b")) : plain.withTargets(values, 1);
  }

  @Test
  void eachSampleValidatesOnceAndEachPartHasItsShareOfEachClass() {
    Folds folds = new Folds(data(true), 5);
    TreeSet<Float> validated = new TreeSet<>();
    for (int fold = 1; fold <= 5; fold++) {
      assertEquals(20, folds.validation(fold));
      Dataset dealt = folds.data(fold);
      assertEquals(100, dealt.size());
      Dataset part = dealt.last(20);
      assertEquals(8, part.classCounts()[0]);
      assertEquals(12, part.classCounts()[1]);
      for (int i = 0; i < 20; i++) {
        validated.add(part.values().get(i));
      }
      TreeSet<Float> all = new TreeSet<>();
      for (int i = 0; i < 100; i++) {
        all.add(dealt.values().get(i));
        assertEquals(dealt.values().get(i) < 40 ? 0 : 1, dealt.label(i));
      }
      assertEquals(100, all.size());
    }
    assertEquals(100, validated.size());
  }

  @Test
  void dealsTheSameSamplesAgainAndNumbersToo() {
    Dataset once = new Folds(data(false), 3).data(2);
    assertEquals(once.values(), new Folds(data(false), 3).data(2).values());
    assertTrue(once.last(5).values().get(0) < once.last(5).values().get(4));
    assertEquals(
        100,
        IntStream.rangeClosed(1, 3).map(fold -> new Folds(data(false), 3).validation(fold)).sum());
    assertThrows(SpecException.class, () -> new Folds(data(true), 101));
  }
}
