package dev.weft.peers.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What this comparison runs on, as Linux describes it. */
record Machine(String processor, Set<String> flags) {
  static Machine ofThis() {
    Path file = Path.of("/proc/cpuinfo");
    try {
      Map<String, String> first =
          Files.readAllLines(file).stream()
              .takeWhile(line -> !line.isBlank())
              .map(line -> line.split(":", 2))
              .filter(pair -> pair.length == 2)
              .collect(Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip()));
      return new Machine(
          first.getOrDefault("model name", "unknown"),
          Arrays.stream(first.getOrDefault("flags", "").split(" ")).collect(Collectors.toSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to tell an OpenBLAS that may not know this processor. */
  Optional<String> openblasCore() {
    if (hasAvx512()) {
      return Optional.of("SkylakeX");
    }
    return flags.contains("avx2") ? Optional.of("Haswell") : Optional.empty();
  }

  /** Which of ND4J's builds fits best. */
  String nd4jExtension() {
    return hasAvx512() ? "-avx512" : "";
  }

  private boolean hasAvx512() {
    return flags.containsAll(Set.of("avx512f", "avx512dq", "avx512bw", "avx512vl"));
  }

  Map<String, Object> description() {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("processor", processor);
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("avx512", hasAvx512());
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    openblasCore().ifPresent(core -> facts.put("OPENBLAS_CORETYPE given to peers", core));
    return facts;
  }
}
