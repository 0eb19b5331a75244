package dev.weft.backend.cpu;

import dev.weft.BackendUnavailableException;
import dev.weft.backend.Availability;
import dev.weft.backend.Backend;
import dev.weft.backend.BackendContext;
import dev.weft.backend.ContextOptions;
import dev.weft.binding.OpenBlasLibraries;
import dev.weft.binding.WeftNative;
import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;

/** The backend {@code cpu}: the native library's kernels and OpenBLAS. */
public final class CpuBackend implements Backend {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Availability availability() {
    try {
      int abi = WeftNative.weft_abi_version();
      if (abi != WeftNative.WEFT_ABI_VERSION) {
        return Availability.no(
            "the native library speaks ABI "
                + abi
                + ", this Java code "
                + WeftNative.WEFT_ABI_VERSION
                + ": build both again");
      }
      return Availability.yes(
          "native library " + WeftNative.weft_version().getString() + ", " + Loader.getPlatform());
    } catch (LinkageError e) {
      return Availability.no(
          "there is no native library for "
              + Loader.getPlatform()
              + " that this process can load ("
              + firstCause(e)
              + ")");
    }
  }

  @Override
  public BackendContext open(ContextOptions options) {
    Availability availability = availability();
    if (!availability.available()) {
      throw new BackendUnavailableException("the backend cpu: " + availability.detail());
    }
    loadBlas();
    return new CpuContext(options);
  }

  private static void loadBlas() {
    String libraries;
    try {
      libraries = OpenBlasLibraries.extract();
    } catch (IOException e) {
      throw new BackendUnavailableException(
          "the backend cpu: OpenBLAS cannot be taken from its jar: " + e.getMessage(), e);
    }
    try (BytePointer text = new BytePointer(libraries)) {
      NativeStatus.check(WeftNative.weft_load_blas(text));
    }
  }

  private static String firstCause(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
