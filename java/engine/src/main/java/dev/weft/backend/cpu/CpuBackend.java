package dev.weft.backend.cpu;

import dev.weft.BackendUnavailableException;
import dev.weft.backend.Availability;
import dev.weft.backend.Backend;
import dev.weft.backend.BackendContext;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.DeviceInfo;
import dev.weft.backend.natives.NativeContext;
import dev.weft.backend.natives.NativeLibrary;
import dev.weft.backend.natives.NativeStatus;
import dev.weft.binding.OpenBlasLibraries;
import dev.weft.binding.WeftNative;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/** The backend {@code cpu}: the native library's kernels and OpenBLAS. */
public final class CpuBackend implements Backend {
  private static final String ELSEWHERE =
      "; the system property org.bytedeco.javacpp.cachedir names a folder in which it may lie and"
          + " run";

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Availability availability() {
    return NativeLibrary.availability();
  }

  /** Also OpenBLAS, which is taken out of its jar into a folder where it may run. */
  @Override
  public Availability readiness() {
    Availability library = availability();
    if (!library.available()) {
      return library;
    }
    try {
      loadBlas();
      return library;
    } catch (BackendUnavailableException e) {
      return Availability.no(e.getMessage());
    }
  }

  @Override
  public BackendContext open(ContextOptions options) {
    Availability availability = availability();
    if (!availability.available()) {
      throw new BackendUnavailableException("the backend cpu: " + availability.detail());
    }
    loadBlas();
    try (WeftNative.weft_context_options wanted = new WeftNative.weft_context_options()) {
      wanted
          .backend(WeftNative.WEFT_BACKEND_CPU)
          .device(options.device())
          .threads(options.threads())
          .instruction_set(CpuChoices.instructionSet(options.instructions()))
          .path(CpuChoices.path());
      return NativeContext.open(
          name(),
          wanted,
          CpuBackend::describe,
          path -> path == WeftNative.WEFT_PATH_FUSED ? "fused" : "general (OpenBLAS)");
    }
  }

  private static DeviceInfo describe(WeftNative.weft_context_info info) {
    String processor = info.device_name().getString();
    String core = info.blas_core().getString();
    String config = info.blas_config().getString();
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("processor", processor);
    properties.put("instruction set", CpuChoices.nameOfInstructionSet(info.instruction_set()));
    properties.put("networks up to 128 wide", CpuChoices.pathOfNarrowNetworks());
    properties.put("other networks", "OpenBLAS");
    properties.put("OpenBLAS core", core);
    properties.put("OpenBLAS", config);
    properties.put("native library", WeftNative.weft_version().getString());
    String device =
        "%s, %d %s, %s, OpenBLAS for %s"
            .formatted(
                processor,
                info.threads(),
                info.threads() == 1 ? "thread" : "threads",
                CpuChoices.nameOfInstructionSet(info.instruction_set()),
                core);
    return new DeviceInfo("cpu", device, info.threads(), properties);
  }

  private static void loadBlas() {
    String libraries;
    try {
      libraries = OpenBlasLibraries.extract();
    } catch (IOException e) {
      throw new BackendUnavailableException(
          "OpenBLAS cannot be taken out of its jar (" + e.getMessage() + ")" + ELSEWHERE, e);
    }
    try (BytePointer text = new BytePointer(libraries)) {
      NativeStatus.check(WeftNative.weft_load_blas(text));
    } catch (BackendUnavailableException e) {
      throw new BackendUnavailableException(e.getMessage() + ELSEWHERE, e);
    }
  }
}
