package dev.weft.backend;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the CPU backend's kernels are made of. Sums come in another order with each, so that the
 * same training ends in bitwise the same parameters with the same one only.
 */
public enum InstructionSet {
  /** The widest that the processor has. */
  AUTO,
  /** What every processor of the architecture has: SSE2 on x86-64. */
  BASELINE,
  /** AVX2 and FMA. */
  AVX2,
  /** AVX-512 F, BW, DQ and VL. */
  AVX512;

  /** All names, separated by commas. */
  public static String names() {
    return Arrays.stream(values()).map(InstructionSet::toString).collect(Collectors.joining(", "));
  }

  /**
   * The one of a name such as {@code avx2}.
   *
   * @throws IllegalArgumentException where there is none of this name
   */
  public static InstructionSet parse(String name) {
    return Arrays.stream(values())
        .filter(set -> set.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("expected " + names() + ", not '" + name + "'"));
  }

  /** Its name in options and results. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
