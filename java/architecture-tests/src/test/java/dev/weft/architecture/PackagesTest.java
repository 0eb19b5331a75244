package dev.weft.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A package is in one module, which has a name, and says what it is for. */
class PackagesTest {
  /** Where a class was read from: a jar, or the folder that a jar is made of. */
  private static Path place(JavaClass javaClass) {
    String uri = javaClass.getSource().orElseThrow().getUri().toString();
    String inside = "/" + javaClass.getName().replace('.', '/') + ".class";
    String outer = uri.substring(0, uri.length() - inside.length());
    return Path.of(URI.create(outer.replaceFirst("^jar:", "").replaceFirst("!$", "")));
  }

  private static Set<Path> places(Stream<JavaClass> classes) {
    return classes.map(PackagesTest::place).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void noPackageIsInTwoModules() {
    Map<String, Set<Path>> places =
        Weft.CLASSES.stream()
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName,
                    Collectors.mapping(PackagesTest::place, Collectors.toSet())));
    places.values().removeIf(found -> found.size() == 1);
    assertEquals(Map.of(), new TreeMap<>(places));
  }

  /** What programs on the module path require; a name that changed would break them. */
  @ParameterizedTest
  @EnumSource
  void aModuleHasItsName(Module module) {
    Set<Path> places = places(Weft.CLASSES.stream().filter(module::has));
    assertEquals(1, places.size(), () -> module + " is in " + places);
    Path jar = places.iterator().next();
    assumeTrue(Files.isRegularFile(jar), "jars are there from the phase package on");
    String name = ModuleFinder.of(jar).findAll().iterator().next().descriptor().name();
    assertEquals(module == Module.ENGINE ? "dev.weft.engine" : module.root(), name);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    Path java = Path.of(System.getProperty("weft.home"), "java");
    Set<Path> silent = new TreeSet<>();
    int packages = 0;
    try (Stream<Path> files = Files.walk(java)) {
      for (Path folder :
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .filter(parent -> java.relativize(parent).toString().matches("[^/]+/src/main/.*"))
              .distinct()
              .toList()) {
        packages++;
        Path info = folder.resolve("package-info.java");
        if (Files.notExists(info) || !Files.readString(info).startsWith("/**")) {
          silent.add(java.relativize(folder));
        }
      }
    }
    assertTrue(packages > 30, "found " + packages + " packages in " + java);
    assertEquals(Set.of(), silent);
  }
}
