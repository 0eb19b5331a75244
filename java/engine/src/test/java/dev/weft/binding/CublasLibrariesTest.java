package dev.weft.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CublasLibrariesTest {
  @TempDir Path folder;

  private Optional<File> extracted(String... names) throws IOException {
    Path jar = folder.resolve("cuda-" + UUID.randomUUID() + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : names) {
        out.putNextEntry(new JarEntry("org/bytedeco/cuda/" + Loader.getPlatform() + "/" + name));
        out.write(name.getBytes());
        out.closeEntry();
      }
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      return CublasLibraries.extract(loader);
    }
  }

  @Test
  void aJarsLibraryLiesBesideTheOneThatItNeeds() throws IOException {
    File library = extracted("libcublas.so.13", "libcublasLt.so.13").orElseThrow();
    File companion = new File(library.getParentFile(), "libcublasLt.so.13");
    try {
      assertEquals("libcublas.so.13", Files.readString(library.toPath()));
      assertEquals("libcublasLt.so.13", Files.readString(companion.toPath()));
    } finally {
      // JavaCPP's cache is the user's: the files, and the folders down from the jar's.
      assertTrue(library.delete() && companion.delete());
      File emptied = library.getParentFile();
      while (!emptied.getName().endsWith(".jar")) {
        assertTrue(emptied.delete(), emptied.getPath());
        emptied = emptied.getParentFile();
      }
      assertTrue(emptied.delete(), emptied.getPath());
    }
  }

  @Test
  void withoutTheJarOrOneOfTheTwoThereIsNone() throws IOException {
    assertEquals(Optional.empty(), extracted());
    assertEquals(Optional.empty(), extracted("libcublas.so.13", "libcublasLt.so.12"));
  }
}
