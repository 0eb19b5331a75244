package dev.weft.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.console.Interruption;
import dev.weft.backend.Availability;
import dev.weft.backend.Backend;
import dev.weft.backend.BackendContext;
import dev.weft.backend.Backends;
import dev.weft.backend.ContextOptions;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.SyntheticGarments;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class BenchTest {
  private static final Dataset DATA = new SyntheticGarments(1, 100, 1).draw().train();

  private static List<BackendBench> run(BenchSettings settings, LongSupplier clock) {
    List<Backend> backends = List.of(new Absent(), Backends.select("java").backend());
    return new Bench(settings, DATA, new Interruption(), clock, line -> {}).run(backends);
  }

  @Test
  void measuresEveryBatchSizeWithAllItsSteps() {
    List<BackendBench> benches =
        run(new BenchSettings(List.of(32, 100), 3, 1, 1000), System::nanoTime);
    assertEquals(List.of("not available: it is not there"), benches.get(0).skipped());
    List<EpochTimes> measured = benches.get(1).measurements();
    assertEquals(2, measured.size());
    assertEquals(4, measured.get(0).stepsPerEpoch());
    assertEquals(1, measured.get(1).stepsPerEpoch());
    for (EpochTimes m : measured) {
      assertEquals(3, m.epochSeconds().size());
      assertTrue(m.min() <= m.median() && m.median() <= m.max(), m.toString());
      assertEquals(100 / m.median(), m.samplesPerSecond(), 1e-6);
    }
    assertEquals(List.of(), benches.get(1).skipped());
  }

  @Test
  void saysWhatTheTimeDidNotAllow() {
    // A clock that jumps by an hour each time it is read: there is no time left for anything.
    AtomicLong hours = new AtomicLong();
    List<BackendBench> benches =
        run(
            new BenchSettings(List.of(32, 100), 3, 1, 1),
            () -> hours.incrementAndGet() * 3_600_000_000_000L);
    BackendBench plain = benches.get(1);
    assertEquals(1, plain.measurements().size());
    assertEquals(1, plain.measurements().get(0).epochSeconds().size());
    assertTrue(plain.skipped().get(0).contains("1 instead of 3 epochs"), plain.toString());
    assertTrue(plain.skipped().get(1).contains("batch size 100 was left out"));
    assertTrue(String.join("\n", BenchTable.lines(benches)).contains("was left out"));
  }

  @Test
  void theMedianOfAnEvenNumberIsTheMiddle() {
    EpochTimes m = EpochTimes.of(32, 100, 4, List.of(4.0, 1.0, 2.0, 9.0));
    assertEquals(3.0, m.median());
    assertEquals(1.0, m.min());
    assertEquals(9.0, m.max());
  }

  @Test
  void plansAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new BenchSettings(List.of(32, 0), 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new BenchSettings(List.of(32), 0, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new BenchSettings(List.of(32), 1, 0, Double.NaN));
  }

  /** A backend that this machine does not have. */
  private record Absent() implements Backend {
    @Override
    public String name() {
      return "absent";
    }

    @Override
    public Availability availability() {
      return Availability.no("it is not there");
    }

    @Override
    public BackendContext open(ContextOptions options) {
      throw new AssertionError();
    }
  }
}
