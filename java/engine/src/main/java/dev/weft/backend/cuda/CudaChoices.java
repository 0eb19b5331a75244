package dev.weft.backend.cuda;

import dev.weft.backend.natives.Choices;
import dev.weft.binding.WeftNative;
import java.util.Map;

/**
 * What the CUDA backend chooses by itself, and the system property that forces it for tests and
 * measurements: {@value #PATH} is auto, general, latency, throughput or grid.
 */
final class CudaChoices {
  static final String PATH = "weft.cuda.path";

  private static final Map<String, Integer> PATHS =
      Map.of(
          "auto", WeftNative.WEFT_PATH_AUTO,
          "general", WeftNative.WEFT_PATH_GENERAL,
          "latency", WeftNative.WEFT_PATH_LATENCY,
          "throughput", WeftNative.WEFT_PATH_THROUGHPUT,
          "grid", WeftNative.WEFT_PATH_GRID);

  private CudaChoices() {}

  static int path() {
    return Choices.of(PATH, PATHS);
  }

  static String nameOfPath(int code) {
    return Choices.nameOf(code, PATHS);
  }
}
