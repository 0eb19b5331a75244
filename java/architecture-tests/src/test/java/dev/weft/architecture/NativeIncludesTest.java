package dev.weft.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The directions of the native code, by what its files include: see native/README.md. */
class NativeIncludesTest {
  /**
   * What files may not include.
   *
   * @param files paths below native/src
   * @param never what stands behind {@code #include}, with what opens it
   */
  private record Rule(String name, String files, String never) {
    boolean isFor(String file) {
      return file.matches(files);
    }

    boolean forbids(String include) {
      return include.matches(never);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule("includes start at native/src", ".*", "\"\\.\\.?/.*"),
          new Rule("the CPU backend does not know the CUDA backend", "cpu/.*", "\"cuda/.*"),
          new Rule("the CUDA backend does not know the CPU backend", "cuda/.*", "\"cpu/.*"),
          new Rule(
              "backends are reached through backend.h, but for the one that is always there",
              "(?!api_cpu|open_context)[^/]*",
              "\"(cpu|cuda)/.*"),
          new Rule(
              "mathematics knows no backend and no network",
              "math/.*",
              "\"(?!math/|weft/|portable|error).*"),
          new Rule(
              "the general CPU path does not know the fused one",
              "cpu/(?!network\\.)[^/]*",
              "\"cpu/fused/.*"),
          new Rule(
              "CUDA is known in cuda/gpu alone",
              "cuda/(?!gpu/).*",
              "\"cuda/gpu/.*|<(cuda|cublas|nvml).*"));

  /** From the quote or bracket on. */
  private static final Pattern INCLUDE = Pattern.compile("^\\s*#\\s*include\\s*([<\"][^>\"]+)");

  @ParameterizedTest
  @FieldSource("RULES")
  void nothingPointsBack(Rule rule) throws IOException {
    Path sources = Path.of(System.getProperty("weft.home"), "native", "src");
    List<String> found = new ArrayList<>();
    int files = 0;
    try (Stream<Path> paths = Files.walk(sources)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String file = sources.relativize(path).toString().replace('\\', '/');
        if (rule.isFor(file)) {
          files++;
          includes(path).stream()
              .filter(rule::forbids)
              .forEach(include -> found.add(file + " includes " + include.substring(1)));
        }
      }
    }
    assertTrue(files > 0, "the rule is for no file in " + sources);
    assertEquals(List.of(), found);
  }

  private static List<String> includes(Path file) throws IOException {
    List<String> includes = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = INCLUDE.matcher(line);
      if (matcher.find()) {
        includes.add(matcher.group(1));
      }
    }
    return includes;
  }
}
