package dev.weft.backend.cpu;

import dev.weft.backend.InstructionSet;
import dev.weft.backend.natives.Choices;
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

  /** The number of an instruction set; where the choice is left open, of what is forced. */
  static int instructionSet(InstructionSet asked) {
    return asked == InstructionSet.AUTO
        ? Choices.of(INSTRUCTIONS, INSTRUCTION_SETS)
        : INSTRUCTION_SETS.get(asked.toString());
  }

  /** What computes networks that the fused kernels could, in words. */
  static String pathOfNarrowNetworks() {
    return path() == WeftNative.WEFT_PATH_GENERAL ? "OpenBLAS" : "fused kernels";
  }

  static int path() {
    return Choices.of(PATH, PATHS);
  }

  static String nameOfInstructionSet(int code) {
    return Choices.nameOf(code, INSTRUCTION_SETS);
  }
}
