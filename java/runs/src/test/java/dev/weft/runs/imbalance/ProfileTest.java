package dev.weft.runs.imbalance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
  @Test
  void sharesFollowFromTheText() {
    assertArrayEquals(new double[] {1, 0.1, 0.01}, Profile.parse("100").of(3), 1e-12);
    assertArrayEquals(new double[] {1, 1, 1, 0.05, 0.05}, Profile.parse("step:20").of(5), 1e-12);
    assertArrayEquals(new double[] {1, 0.5, 0.1}, Profile.parse("1,0.5,0.1").of(3), 1e-12);
    assertArrayEquals(new double[] {1, 1}, Profile.parse("1").of(2), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> Profile.parse("1,0.5").of(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.5", "NaN", "step:", "step:1,2", "1,0", "1,2", "many", "1e9"})
  void refusesWhatIsNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> Profile.parse(text));
  }
}
