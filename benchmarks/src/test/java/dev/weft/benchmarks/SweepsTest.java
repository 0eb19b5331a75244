package dev.weft.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class SweepsTest {
  @Test
  void everySweepRunsSomethingAndEveryBenchmarkIsInOne() {
    Set<String> run = new TreeSet<>();
    for (Sweep sweep : Sweeps.all("cpu", 2)) {
      SortedSet<BenchmarkListEntry> found = find(sweep.benchmarks());
      assertTrue(!found.isEmpty(), sweep.name() + " runs nothing");
      found.forEach(benchmark -> run.add(benchmark.getUsername()));
      for (String parameter : sweep.parameters().keySet()) {
        assertTrue(
            found.stream().anyMatch(benchmark -> has(benchmark, parameter)),
            sweep.name() + " sets " + parameter + ", which none of its benchmarks has");
      }
    }
    assertEquals(
        find(".*").stream().map(BenchmarkListEntry::getUsername).collect(Collectors.toSet()), run);
  }

  private static boolean has(BenchmarkListEntry benchmark, String parameter) {
    Optional<Map<String, String[]>> parameters =
        Optional.ofNullable(benchmark.getParams().orElse(null));
    return parameters.map(all -> all.containsKey(parameter)).orElse(false);
  }

  private static SortedSet<BenchmarkListEntry> find(String regex) {
    return BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
            List.of(regex),
            List.of());
  }

  @Test
  void threadsArePowersOfTwoUpToTheCores() {
    assertEquals(List.of("1", "2", "4", "6"), threads(6));
    assertEquals(List.of("1", "2"), threads(2));
    assertEquals(List.of("1"), threads(1));
  }

  private static List<String> threads(int cores) {
    return Sweeps.all("cpu", cores).stream()
        .filter(sweep -> sweep.name().equals(Sweeps.THREADS))
        .findFirst()
        .orElseThrow()
        .parameters()
        .get(Sweeps.THREADS_PARAMETER);
  }

  @Test
  void sweepsOfGpuTakeOneThreadChoiceAndLeaveTheProductsOfTheCpuOut() {
    for (Sweep sweep : Sweeps.all("cuda:1", 8)) {
      if (sweep
          .parameters()
          .getOrDefault(Sweeps.BACKEND_PARAMETER, List.of())
          .equals(List.of("cuda:1"))) {
        assertEquals(List.of("0"), sweep.parameters().get(Sweeps.THREADS_PARAMETER), sweep.name());
        assertTrue(
            find(sweep.benchmarks()).stream()
                .noneMatch(each -> each.getUsername().contains(SgemmsBenchmark.class.getName())),
            sweep.name());
      }
    }
  }

  @Test
  void parametersThatNoBenchmarkHasAreRefused() {
    for (Map<String, List<String>> wrong :
        List.of(
            Map.of("batchsize", List.of("32")),
            Map.of("batchSize", List.of("0")),
            Map.of("threads", List.of("two")),
            Map.of("shape", List.of("32x784")),
            Map.of("backend", List.of("tpu")))) {
      assertThrows(
          IllegalArgumentException.class, () -> Sweeps.requireParameters(wrong), wrong.toString());
    }
  }
}
