package dev.weft.datasets.fashion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.Dataset;
import dev.weft.datasets.fetch.DataListener;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SyntheticGarmentsTest {
  private static final int PIXELS = FashionMnist.SIDE * FashionMnist.SIDE;

  private static byte[] pixels(Dataset data) {
    byte[] pixels = new byte[data.pixels().remaining()];
    data.pixels().get(pixels);
    return pixels;
  }

  @Test
  void isAFunctionOfTheSeed() {
    FashionMnist one = new SyntheticGarments(7, 200, 50).draw();
    FashionMnist same = new SyntheticGarments(7, 200, 50).draw();
    FashionMnist other = new SyntheticGarments(8, 200, 50).draw();
    assertEquals(one.source(), same.source());
    assertArrayEquals(pixels(one.train()), pixels(same.train()));
    assertArrayEquals(one.test().labels(), same.test().labels());
    assertNotEquals(one.source().sha256(), other.source().sha256());
    assertTrue(!Arrays.equals(pixels(one.train()), pixels(other.train())));
    assertTrue(
        !Arrays.equals(pixels(one.train().first(50)), pixels(one.test())), "a test set of its own");
  }

  @Test
  void isTheSameOnEveryMachine() {
    assertEquals(
        "1f16100f9dbc7aeab1b5f13aabc95ca4a9036d34bef462c0251b3c307c66ecfb",
        new SyntheticGarments(7, 200, 50).draw().source().sha256());
  }

  @Test
  void aSmallerSetIsTheBeginningOfALargerOne() {
    FashionMnist small = new SyntheticGarments(7, 30, 10).draw();
    FashionMnist large = new SyntheticGarments(7, 200, 50).draw();
    assertArrayEquals(pixels(small.train()), pixels(large.train().first(30)));
    assertArrayEquals(small.train().labels(), large.train().first(30).labels());
    assertArrayEquals(pixels(small.test()), pixels(large.test().first(10)));
  }

  @Test
  void everyTenSamplesHaveEveryClassOnce() {
    Dataset train = new SyntheticGarments(1, 100, 10).draw().train();
    for (int i = 0; i < 100; i += 10) {
      for (int count : train.range(i, i + 10).classCounts()) {
        assertEquals(1, count);
      }
    }
  }

  @Test
  void saysThatItIsNotTheRealSet() {
    FashionMnist data =
        new FashionMnistLoader(DataEnvironment.ofProcess(), DataListener.silent())
            .load(DataLocation.synthetic(3));
    assertTrue(data.source().synthetic());
    assertTrue(data.source().description().startsWith("SYNTHETIC"));
    assertEquals(60_000, data.train().size());
    assertEquals(10_000, data.test().size());
    assertEquals(FashionMnist.CLASS_NAMES, data.train().classNames());
  }

  @Test
  void everyPictureShowsSomethingOnBlackGround() {
    Dataset train = new SyntheticGarments(2, 1000, 10).draw().train();
    byte[] pixels = pixels(train);
    for (int i = 0; i < train.size(); i++) {
      int lit = 0;
      for (int p = 0; p < PIXELS; p++) {
        lit += pixels[i * PIXELS + p] != 0 ? 1 : 0;
      }
      assertTrue(lit > 25 && lit < 650, "picture " + i + " has " + lit + " lit pixels");
    }
  }

  /** A nearest-mean classifier separates shoes from clothes, but not all of the ten classes. */
  @Test
  void canBeLearntButNotWithoutError() {
    FashionMnist data = new SyntheticGarments(4, 3000, 1000).draw();
    double[][] means = new double[10][PIXELS];
    byte[] train = pixels(data.train());
    for (int i = 0; i < data.train().size(); i++) {
      for (int p = 0; p < PIXELS; p++) {
        means[data.train().label(i)][p] += (train[i * PIXELS + p] & 0xff) / 300.0;
      }
    }
    byte[] test = pixels(data.test());
    int right = 0;
    for (int i = 0; i < data.test().size(); i++) {
      int best = 0;
      double least = Double.MAX_VALUE;
      for (int c = 0; c < 10; c++) {
        double distance = 0;
        for (int p = 0; p < PIXELS; p++) {
          double difference = (test[i * PIXELS + p] & 0xff) - means[c][p];
          distance += difference * difference;
        }
        if (distance < least) {
          least = distance;
          best = c;
        }
      }
      right += best == data.test().label(i) ? 1 : 0;
    }
    double accuracy = right / (double) data.test().size();
    assertTrue(accuracy > 0.5 && accuracy < 0.95, "nearest mean gets " + accuracy);
  }

  @Test
  void refusesEmptySets() {
    assertThrows(IllegalArgumentException.class, () -> new SyntheticGarments(1, 0, 10));
    assertThrows(IllegalArgumentException.class, () -> new SyntheticGarments(1, 10, -1));
    assertThrows(ArithmeticException.class, () -> new SyntheticGarments(1, 1 << 30, 1));
  }
}
