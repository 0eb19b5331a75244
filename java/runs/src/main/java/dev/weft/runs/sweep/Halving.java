package dev.weft.runs.sweep;

import java.util.ArrayList;
import java.util.List;

/**
 * Successive halving (Jamieson and Talwalkar, 2016): all configurations train for few epochs, the
 * best of them anew for {@code factor} times as many, and so on to the epochs that were asked for.
 *
 * @param epochs of the first rung, at least 1
 * @param factor how many times as many epochs the next rung has, and of how many configurations one
 *     gets there; at least 2
 */
public record Halving(int epochs, int factor) {
  public Halving {
    if (epochs < 1 || factor < 2) {
      throw expected(epochs + ":" + factor);
    }
  }

  /**
   * {@code EPOCHS} of the first rung, or {@code EPOCHS:FACTOR}; the factor is 3 where none is
   * named.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  public static Halving parse(String text) {
    String[] parts = text.strip().split(":", -1);
    if (parts.length > 2) {
      throw expected(text);
    }
    try {
      return new Halving(
          Integer.parseInt(parts[0]), parts.length == 1 ? 3 : Integer.parseInt(parts[1]));
    } catch (NumberFormatException e) {
      throw expected(text);
    }
  }

  private static IllegalArgumentException expected(String text) {
    return new IllegalArgumentException(
        "expected EPOCHS or EPOCHS:FACTOR, such as 2:3 (epochs from 1, factor from 2), not '"
            + text
            + "'");
  }

  /** The epochs of the rungs, the last one being {@code all}. */
  List<Integer> rungs(int all) {
    List<Integer> rungs = new ArrayList<>();
    for (long rung = epochs; rung < all; rung *= factor) {
      rungs.add((int) rung);
    }
    rungs.add(all);
    return rungs;
  }

  /** How many of some configurations get to the next rung. */
  int survivors(int configurations) {
    return Math.max(1, (configurations + factor - 1) / factor);
  }

  @Override
  public String toString() {
    return epochs + ":" + factor;
  }
}
