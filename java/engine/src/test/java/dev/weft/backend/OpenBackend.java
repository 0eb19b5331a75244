package dev.weft.backend;

import dev.weft.backend.plain.PlainBackend;
import java.util.stream.Stream;

/**
 * A backend under test with an open context; JUnit closes it after the class that it was given to.
 *
 * @param backend the backend
 * @param context opened with 2 threads, so that work is really split where it can be
 */
public record OpenBackend(Backend backend, BackendContext context) implements AutoCloseable {
  private static final ContextOptions TWO_THREADS = new ContextOptions(0, 2);

  /** Opens a backend. */
  public static OpenBackend of(Backend backend) {
    return new OpenBackend(backend, backend.open(TWO_THREADS));
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
    return available().map(OpenBackend::of);
  }

  static Stream<OpenBackend> allButPlainJava() {
    return available().filter(backend -> !(backend instanceof PlainBackend)).map(OpenBackend::of);
  }

  @Override
  public void close() {
    context.close();
  }

  @Override
  public String toString() {
    return backend.name();
  }
}
