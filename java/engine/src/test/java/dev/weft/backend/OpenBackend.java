package dev.weft.backend;

import dev.weft.BackendUnavailableException;
import dev.weft.backend.plain.PlainBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A backend under test with an open context; JUnit closes it after the class that it was given to.
 *
 * @param name of the backend, and what it was forced to where it was
 * @param backend the backend
 * @param forced what it was forced to
 * @param context opened with 2 threads, so that work is really split where it can be
 */
public record OpenBackend(
    String name, Backend backend, Optional<Forced> forced, BackendContext context)
    implements AutoCloseable {
  private static final ContextOptions TWO_THREADS = new ContextOptions(0, 2);

  /** What backends can be forced to, besides what they choose by themselves. */
  private static final Map<String, List<Forced>> FORCED =
      Map.of(
          "cpu",
          List.of(
              new Forced("weft.cpu.path", "general"),
              new Forced("weft.cpu.instructions", "baseline"),
              new Forced("weft.cpu.instructions", "avx2")),
          "cuda",
          List.of(new Forced("weft.cuda.path", "general")));

  /** A system property that takes a choice from a backend. */
  record Forced(String property, String value) {
    /** The backend with this choice made; empty where the machine does not have it. */
    Optional<OpenBackend> open(Backend backend) {
      System.setProperty(property, value);
      try {
        String name = backend.name() + " " + value;
        BackendContext context = backend.open(TWO_THREADS);
        return Optional.of(new OpenBackend(name, backend, Optional.of(this), context));
      } catch (BackendUnavailableException e) {
        return Optional.empty();
      } finally {
        System.clearProperty(property);
      }
    }
  }

  /** Opens a backend. */
  public static OpenBackend of(Backend backend) {
    return new OpenBackend(backend.name(), backend, Optional.empty(), backend.open(TWO_THREADS));
  }

  /** The same backend, forced to the same, with another context. */
  public OpenBackend another() {
    return forced.isEmpty() ? of(backend) : forced.get().open(backend).orElseThrow();
  }

  /** The specification, to compare with. */
  public static OpenBackend plainJava() {
    return of(new PlainBackend());
  }

  /** The backends that are available here. */
  public static Stream<Backend> available() {
    return Backends.all().stream().filter(backend -> backend.availability().available());
  }

  static Stream<OpenBackend> all() {
    return Stream.concat(allButPlainJava(), Stream.of(plainJava()));
  }

  static Stream<OpenBackend> allButPlainJava() {
    List<OpenBackend> open = new ArrayList<>();
    available()
        .filter(backend -> !(backend instanceof PlainBackend))
        .forEach(
            backend -> {
              open.add(of(backend));
              FORCED
                  .getOrDefault(backend.name(), List.of())
                  .forEach(forced -> forced.open(backend).ifPresent(open::add));
            });
    return open.stream();
  }

  @Override
  public void close() {
    context.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
