package dev.weft.app.session;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.BackendOptions;
import dev.weft.backend.Backends;
import dev.weft.backend.Selection;

/** Opens the device that was asked for, and says which it is. */
public final class Devices {
  private Devices() {}

  /**
   * Opens it and prints one line; where the choice was left open, also why it is not a better one.
   */
  public static Engine open(BackendOptions options, Console console) {
    return open(options.backend(), options.threads(), console);
  }

  /** The same for a backend by its name. */
  public static Engine open(String backend, int threads, Console console) {
    Selection selection = UsageException.interpreting(() -> Backends.select(backend));
    Engine engine = Engine.of(selection.open(threads));
    console.log(line(engine, selection));
    return engine;
  }

  private static String line(Engine engine, Selection selection) {
    String device = "device: " + engine.info().device();
    return selection.passedOver().isEmpty() ? device : device + " (" + selection.passedOver() + ")";
  }
}
