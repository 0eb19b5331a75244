package dev.weft.app.session;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.BackendOptions;
import dev.weft.backend.Backends;
import dev.weft.backend.InstructionSet;
import dev.weft.backend.Selection;

/** Opens the device that was asked for, and says which it is. */
public final class Devices {
  /** The property of JavaCPP's that says where native libraries are put. */
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  /** The name of the backend that needs no native library. */
  private static final String PLAIN = "java";

  private Devices() {}

  /**
   * Opens it and prints one line; where the choice was left open, also why it is not a better one.
   */
  public static Engine open(BackendOptions options, Console console) {
    return open(options.backend(), options, console);
  }

  /** The same for a backend by its name, with what else is asked for. */
  public static Engine open(String backend, BackendOptions options, Console console) {
    int threads = options.threads();
    InstructionSet instructions =
        backend.equals("cpu") ? options.instructions() : InstructionSet.AUTO;
    Selection selection = UsageException.interpreting(() -> Backends.select(backend));
    Engine engine = Engine.of(selection.open(threads, instructions));
    say(engine, selection, console);
    return engine;
  }

  private static void say(Engine engine, Selection selection, Console console) {
    String device = "device: " + engine.info().device();
    String reason = selection.passedOver();
    if (reason.isEmpty()) {
      console.log(device);
    } else if (selection.backend().name().equals(PLAIN)) {
      console.log(device);
      console.warn(
          "plain Java computes, which takes many times as long: " + reason + remedy(reason));
    } else {
      console.log(device + " (" + reason + ")");
    }
  }

  /**
   * How the command line sets the property that a reason names, to go on from it; empty where it
   * names none.
   */
  static String remedy(String reason) {
    return reason.contains(CACHE)
        ? " (WEFT_JAVA_OPTIONS=-D" + CACHE + "=FOLDER in the environment sets it)"
        : "";
  }
}
