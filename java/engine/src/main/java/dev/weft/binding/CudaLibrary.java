package dev.weft.binding;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * The library of the CUDA backend, from the jar with the classifier {@code <platform>-gpu}. It is
 * loaded by the native library itself, and only where somebody asks for a GPU.
 */
public final class CudaLibrary {
  private CudaLibrary() {}

  /**
   * Its path, taken out of its jar into JavaCPP's cache once; empty where it is not on the class
   * path.
   *
   * @throws IOException where the cache cannot be written
   */
  public static Optional<File> extract() throws IOException {
    String resource = "/dev/weft/binding/" + Loader.getPlatform() + "-gpu/libweft_cuda.so";
    if (CudaLibrary.class.getResource(resource) == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(Loader.cacheResource(CudaLibrary.class, resource));
  }
}
