package dev.weft.binding;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas;

/** The shared libraries of the OpenBLAS preset, taken out of its jar into JavaCPP's cache. */
public final class OpenBlasLibraries {
  /** In loading order. Where a platform's OpenBLAS needs no Fortran runtime, the jar has none. */
  private static final List<String> LINUX =
      List.of("libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");

  private static final List<String> MACOS =
      List.of("libquadmath.0.dylib", "libgfortran.5.dylib", "libopenblas.0.dylib");

  private OpenBlasLibraries() {}

  /**
   * Paths in loading order, one a line, as {@code weft_load_blas} takes them. The files are
   * extracted once and stay in the cache.
   *
   * @throws IOException where the jar for this platform is missing or the cache cannot be written
   */
  public static String extract() throws IOException {
    String platform = Loader.getPlatform();
    String folder = "/org/bytedeco/openblas/" + platform + "/";
    List<String> names = platform.startsWith("macosx") ? MACOS : LINUX;
    List<String> paths = new ArrayList<>();
    for (String name : names) {
      File file = Loader.cacheResource(openblas.class, folder + name);
      if (file != null) {
        paths.add(file.getPath());
      }
    }
    String last = names.get(names.size() - 1);
    if (paths.isEmpty() || !paths.get(paths.size() - 1).endsWith(last)) {
      throw new IOException("no " + last + " for " + platform + " on the class path");
    }
    return String.join("\n", paths);
  }
}
