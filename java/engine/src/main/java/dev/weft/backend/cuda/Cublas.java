package dev.weft.backend.cuda;

import dev.weft.BackendUnavailableException;
import dev.weft.SettingException;
import dev.weft.backend.natives.NativeStatus;
import dev.weft.binding.CublasLibraries;
import dev.weft.binding.WeftNative;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;

/**
 * Which cuBLAS takes the matrix products of wide layers while training. The system property {@value
 * #PROPERTY} is {@code auto} (the machine's, or one of the preset's jar, else none), {@code off},
 * or the path of a library, which then has to work.
 *
 * @param libraries names and paths in the order in which they are tried
 * @param required whether training wide layers without one is an error
 */
record Cublas(List<String> libraries, boolean required) {
  static final String PROPERTY = "weft.cuda.cublas";

  /** As the machine's loader finds them: what CUDA's packages install. */
  private static final List<String> INSTALLED = List.of("libcublas.so.13", "libcublas.so.12");

  /**
   * What the property asks for.
   *
   * @throws SettingException where it is nonsense
   */
  static Cublas chosen() {
    String value = System.getProperty(PROPERTY, "auto");
    if (value.equals("off")) {
      return new Cublas(List.of(), false);
    }
    if (value.equals("auto")) {
      List<String> libraries = new ArrayList<>(INSTALLED);
      ofJar().map(File::getPath).ifPresent(libraries::add);
      return new Cublas(libraries, false);
    }
    Path path = Path.of(value).toAbsolutePath();
    if (!value.contains(File.separator) || !Files.isRegularFile(path)) {
      throw new SettingException(
          PROPERTY,
          value,
          "auto, off or the path of a library such as /usr/local/cuda/lib64/libcublas.so.13"
              + (value.contains(File.separator) ? "; there is no such file" : ""));
    }
    return new Cublas(List.of(path.toString()), true);
  }

  private static Optional<File> ofJar() {
    try {
      return CublasLibraries.extract(Cublas.class.getClassLoader());
    } catch (IOException e) {
      throw new BackendUnavailableException(
          "cuBLAS cannot be taken from its jar: "
              + e.getMessage()
              + "; -D"
              + PROPERTY
              + "=off goes without",
          e);
    }
  }

  /** Makes it the choice of contexts that are opened later. Loads nothing. */
  void use() {
    try (BytePointer text = new BytePointer(String.join("\n", libraries))) {
      NativeStatus.check(WeftNative.weft_use_cublas(text, required ? 1 : 0));
    }
  }

  /** Which one it is, with its version, or why there is none. Loads it. */
  static String inWords() {
    byte[] text = new byte[512];
    NativeStatus.check(WeftNative.weft_describe_cublas(text, text.length));
    int end = 0;
    while (text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }
}
