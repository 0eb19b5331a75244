package dev.weft.backend.training;

import static dev.weft.backend.training.Identity.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContext;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.cpu.CpuBackend;
import dev.weft.backend.training.Course.Outcome;
import dev.weft.data.Dataset;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of threads changes the time and nothing else. */
final class ThreadsTest {
  private static final Dataset DATA = Problems.labelled(Problems.pixels(2100, 784), 10);

  private static final Architecture REFERENCE = network(32, 32);

  /** Wide enough that its matrix products are cut into tiles at every batch size but 1. */
  private static final Architecture WIDE = network(300, 100);

  private final CpuBackend cpu = new CpuBackend();

  private static Architecture network(int first, int second) {
    return Architecture.inputs(784)
        .dense(first, Activation.RELU)
        .dropout(0.1f)
        .dense(second, Activation.GELU)
        .output(10, Loss.SOFTMAX_CROSS_ENTROPY);
  }

  static Stream<Arguments> courses() {
    return Stream.of(1, 32, 128, 1000)
        .flatMap(
            batch ->
                Stream.of(
                    Arguments.of("784-32-32-10", batch, REFERENCE),
                    Arguments.of("784-300-100-10", batch, WIDE)));
  }

  @ParameterizedTest(name = "{0}, batch {1}")
  @MethodSource("courses")
  void areBitwiseEqual(String name, int batch, Architecture architecture) {
    // Three or more steps with a partial last one; single samples make many steps.
    Dataset data = batch == 1 ? DATA.first(40) : DATA.first(Math.min(10 * batch + 7, 2100));
    Course course = new Course(name, architecture, data, batch, 1);
    Outcome alone = on(1, course);
    assertIdentical(alone, on(2, course));
    assertIdentical(alone, on(3, course));
  }

  private Outcome on(int threads, Course course) {
    try (BackendContext context = cpu.open(new ContextOptions(0, threads))) {
      return course.on(context);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17})
  void asManyAsAskedFor(int threads) {
    try (BackendContext context = cpu.open(new ContextOptions(0, threads))) {
      assertEquals(threads, context.info().threads());
    }
  }

  @Test
  void zeroAsksForOneACore() {
    try (BackendContext context = cpu.open(ContextOptions.defaults())) {
      assertTrue(context.info().threads() >= 1, context.info().toString());
    }
  }
}
