package dev.weft.binding;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * NVIDIA's cuBLAS from the CUDA preset's jar with the classifier {@code <platform>-redist-cublas},
 * which is no dependency of ours: it has hundreds of megabytes, and most machines with CUDA have
 * the library.
 */
public final class CublasLibraries {
  private static final List<String> VERSIONS = List.of("13", "12");

  private CublasLibraries() {}

  /**
   * Its path, taken out of the jar into JavaCPP's cache once, together with the library that it
   * needs beside it; empty where there is no such jar.
   *
   * @param where the class path to look at
   * @throws IOException where the cache cannot be written
   */
  public static Optional<File> extract(ClassLoader where) throws IOException {
    String folder = "org/bytedeco/cuda/" + Loader.getPlatform() + "/";
    for (String version : VERSIONS) {
      URL library = where.getResource(folder + "libcublas.so." + version);
      URL companion = where.getResource(folder + "libcublasLt.so." + version);
      if (library != null && companion != null) {
        Loader.cacheResource(companion);
        return Optional.ofNullable(Loader.cacheResource(library));
      }
    }
    return Optional.empty();
  }
}
