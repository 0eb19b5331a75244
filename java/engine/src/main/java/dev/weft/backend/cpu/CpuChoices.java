package dev.weft.backend.cpu;

import dev.weft.binding.WeftNative;
import java.util.Map;

/**
 * What the CPU backend chooses by itself, and the system properties that force it for tests and
 * measurements: {@value #INSTRUCTIONS} is auto, baseline, avx2 or avx512; {@value #PATH} is auto,
 * general or fused.
 */
final class CpuChoices {
  static final String INSTRUCTIONS = "weft.cpu.instructions";
  static final String PATH = "weft.cpu.path";

  private static final Map<String, Integer> INSTRUCTION_SETS =
      Map.of(
          "auto", WeftNative.WEFT_ISA_AUTO,
          "baseline", WeftNative.WEFT_ISA_BASELINE,
          "avx2", WeftNative.WEFT_ISA_AVX2,
          "avx512", WeftNative.WEFT_ISA_AVX512);

  private static final Map<String, Integer> PATHS =
      Map.of(
          "auto", WeftNative.WEFT_PATH_AUTO,
          "general", WeftNative.WEFT_PATH_GENERAL,
          "fused", WeftNative.WEFT_PATH_FUSED);

  private CpuChoices() {}

  static int instructionSet() {
    return choice(INSTRUCTIONS, INSTRUCTION_SETS);
  }

  static int path() {
    return choice(PATH, PATHS);
  }

  private static int choice(String property, Map<String, Integer> codes) {
    String value = System.getProperty(property, "auto");
    Integer code = codes.get(value);
    if (code == null) {
      throw new IllegalArgumentException(
          "the system property "
              + property
              + " is "
              + value
              + ", expected one of "
              + codes.keySet().stream().sorted().toList());
    }
    return code;
  }

  static String nameOfInstructionSet(int code) {
    return INSTRUCTION_SETS.entrySet().stream()
        .filter(entry -> entry.getValue() == code)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("unknown");
  }
}
