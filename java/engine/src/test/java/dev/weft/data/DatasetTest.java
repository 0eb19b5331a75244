package dev.weft.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  private final Dataset pixels =
      Dataset.ofPixels(new byte[] {0, 1, 2, 3, 4, 5, 6, (byte) 255}, 2)
          .withLabels(new int[] {2, 0, 1, 0}, NAMES);
  private final Dataset values =
      Dataset.ofValues(new float[] {1, 2, 3}, 1)
          .withTargets(new float[] {10, 11, 20, 21, 30, 31}, 2);

  private static float[] floats(FloatBuffer buffer) {
    float[] copy = new float[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  @Test
  void rangesAreViewsOfEverything() {
    Dataset part = pixels.range(1, 4).range(1, 3);
    assertEquals(2, part.size());
    assertArrayEquals(new int[] {1, 0}, part.labels());
    assertEquals(0, part.label(1));
    assertArrayEquals(new int[] {1, 1, 0}, part.classCounts());
    assertEquals(4, part.pixels().remaining());
    assertEquals(4, part.pixels().get(0));
    assertEquals((byte) 255, part.pixels().get(3));
    assertTrue(part.pixels().isReadOnly());

    Dataset last = values.last(1);
    assertArrayEquals(new float[] {3}, floats(last.values()));
    assertArrayEquals(new float[] {30, 31}, floats(last.targets()));
    assertEquals(0, values.range(2, 2).size());
  }

  @Test
  void selectsInAnyOrder() {
    Dataset chosen = pixels.range(1, 4).select(new int[] {2, 0, 2});
    assertArrayEquals(new int[] {0, 0, 0}, chosen.labels());
    assertEquals(6, chosen.pixels().get(0));
    assertEquals(2, chosen.pixels().get(2));
    Dataset row = values.select(new int[] {1});
    assertArrayEquals(new float[] {20, 21}, floats(row.targets()));
    assertArrayEquals(new float[] {2}, floats(row.values()));
    assertThrows(IndexOutOfBoundsException.class, () -> pixels.select(new int[] {4}));
  }

  @Test
  void relabelsAWholeSetAndARange() {
    LabelMapping mapping = new LabelMapping(List.of(0, 1, 1), List.of("x", "y"));
    Dataset mapped = pixels.range(1, 3).relabel(mapping);
    assertArrayEquals(new int[] {0, 1}, mapped.labels());
    assertEquals(List.of("x", "y"), mapped.classNames());
    assertArrayEquals(new int[] {2, 0, 1, 0}, pixels.labels());
    assertThrows(IllegalArgumentException.class, () -> mapped.relabel(mapping));
    assertThrows(IllegalStateException.class, () -> values.relabel(mapping));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(IllegalArgumentException.class, () -> Dataset.ofPixels(new byte[5], 2));
    assertThrows(IllegalArgumentException.class, () -> Dataset.ofValues(new float[5], 0));
    Dataset two = Dataset.ofPixels(new byte[4], 2);
    assertThrows(IllegalArgumentException.class, () -> two.withLabels(new int[] {0, 1, 0}, NAMES));
    assertThrows(IllegalArgumentException.class, () -> two.withLabels(new int[] {0, 3}, NAMES));
    assertThrows(IllegalArgumentException.class, () -> two.withLabels(new int[] {-1, 0}, NAMES));
    assertThrows(IllegalArgumentException.class, () -> two.withLabels(new int[2], List.of("only")));
    assertThrows(IllegalArgumentException.class, () -> two.withTargets(new float[3], 2));
    assertThrows(IllegalStateException.class, () -> two.range(0, 1).withLabels(new int[1], NAMES));
    assertThrows(IndexOutOfBoundsException.class, () -> two.range(1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> pixels.label(4));
  }

  @Test
  void saysWhatItHolds() {
    assertEquals("4 samples of 2 uint8 features, 3 classes", pixels.toString());
    assertEquals("3 samples of 1 float32 features, 2 targets", values.toString());
    assertTrue(pixels.hasLabels());
    assertFalse(values.hasLabels());
    assertEquals(2, values.targetWidth());
    assertEquals(0, pixels.targetWidth());
    assertEquals(List.of(), values.classNames());
    assertEquals(0, values.classCounts().length);
    assertThrows(IllegalStateException.class, pixels::values);
    assertThrows(IllegalStateException.class, values::pixels);
    assertThrows(IllegalStateException.class, pixels::targets);
    assertThrows(IllegalStateException.class, values::labels);
  }
}
