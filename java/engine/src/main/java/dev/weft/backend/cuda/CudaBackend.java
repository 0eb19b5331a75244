package dev.weft.backend.cuda;

import dev.weft.BackendUnavailableException;
import dev.weft.WeftException;
import dev.weft.backend.Availability;
import dev.weft.backend.Backend;
import dev.weft.backend.BackendContext;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.DeviceInfo;
import dev.weft.backend.natives.NativeContext;
import dev.weft.backend.natives.NativeLibrary;
import dev.weft.backend.natives.NativeStatus;
import dev.weft.binding.CudaLibrary;
import dev.weft.binding.WeftNative;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;

/**
 * The backend {@code cuda}: the kernels of the native library on one NVIDIA GPU.
 *
 * <p>System properties for tests and measurements: {@value CudaChoices#PATH} forces a way to train
 * (auto, general, latency, throughput); {@value Cublas#PROPERTY} says which cuBLAS takes the matrix
 * products of wide layers (auto, off, or the path of a library).
 */
public final class CudaBackend implements Backend {
  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Availability availability() {
    Availability library = NativeLibrary.availability();
    if (!library.available()) {
      return library;
    }
    try {
      load();
      int[] devices = new int[1];
      NativeStatus.check(WeftNative.weft_cuda_devices(devices));
      GpuFacts first = GpuFacts.of(0);
      return Availability.yes(
          devices[0] == 1 ? first.name() : first.name() + " and " + (devices[0] - 1) + " more");
    } catch (WeftException e) {
      return Availability.no(e.getMessage());
    }
  }

  /** Opens it for a moment; what that takes, the next opening does not take again. */
  @Override
  public Availability readiness() {
    Availability availability = availability();
    if (!availability.available()) {
      return availability;
    }
    try {
      open(ContextOptions.defaults()).close();
      return availability;
    } catch (WeftException e) {
      return Availability.no(e.getMessage());
    }
  }

  @Override
  public BackendContext open(ContextOptions options) {
    prepare();
    try (WeftNative.weft_context_options wanted = new WeftNative.weft_context_options()) {
      wanted
          .backend(WeftNative.WEFT_BACKEND_CUDA)
          .device(options.device())
          .threads(0)
          .instruction_set(WeftNative.WEFT_ISA_AUTO)
          .path(CudaChoices.path());
      return NativeContext.open(name(), wanted, CudaBackend::describe, CudaChoices::nameOfPath);
    }
  }

  /** Asks the driver: a context of CUDA's takes longer to make than all else here. */
  @Override
  public DeviceInfo describe() {
    prepare();
    return describe(0, Cublas.inWords());
  }

  private static DeviceInfo describe(WeftNative.weft_context_info info) {
    String cublas = info.blas_config().getString();
    return describe(info.device(), cublas.isEmpty() ? "not needed so far" : cublas);
  }

  private static DeviceInfo describe(int device, String wideLayers) {
    GpuFacts facts = GpuFacts.of(device);
    Map<String, String> properties = new LinkedHashMap<>(facts.properties());
    properties.put("wide layers", wideLayers);
    return new DeviceInfo("cuda", facts.line(), 0, properties);
  }

  /** Loads what opening needs, and tells it what is chosen. */
  private static void prepare() {
    Availability library = NativeLibrary.availability();
    if (!library.available()) {
      throw new BackendUnavailableException("the backend cuda: " + library.detail());
    }
    try {
      load();
      Cublas.chosen().use();
    } catch (BackendUnavailableException e) {
      throw new BackendUnavailableException("the backend cuda: " + e.getMessage(), e);
    }
  }

  private static void load() {
    Optional<File> library;
    try {
      library = CudaLibrary.extract();
    } catch (IOException e) {
      throw new BackendUnavailableException(
          "the CUDA library cannot be taken from its jar: " + e.getMessage(), e);
    }
    File file =
        library.orElseThrow(
            () ->
                new BackendUnavailableException(
                    "this build of Weft has no CUDA library; install CUDA's nvcc, 12.8 or newer,"
                        + " and build again"));
    try (BytePointer path = new BytePointer(file.getPath())) {
      NativeStatus.check(WeftNative.weft_load_cuda(path));
    }
  }
}
