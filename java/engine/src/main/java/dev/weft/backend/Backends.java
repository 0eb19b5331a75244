package dev.weft.backend;

import dev.weft.BackendUnavailableException;
import dev.weft.backend.cpu.CpuBackend;
import dev.weft.backend.cuda.CudaBackend;
import dev.weft.backend.plain.PlainBackend;
import java.util.ArrayList;
import java.util.List;

/** The backends of this build, and how a name on the command line becomes one of them. */
public final class Backends {
  /** In the order in which {@code auto} likes them. */
  private static final List<Backend> ALL =
      List.of(new CudaBackend(), new CpuBackend(), new PlainBackend());

  private Backends() {}

  /** All backends, the available ones and the others, best first. */
  public static List<Backend> all() {
    return ALL;
  }

  /**
   * Opens what {@link #select} finds.
   *
   * @param choice {@code auto}, a backend's name, or a name and a device number such as {@code
   *     cuda:1}
   * @param threads CPU threads, 0 for one a core
   */
  public static BackendContext open(String choice, int threads) {
    return select(choice).open(threads);
  }

  /**
   * Finds the backend for a choice without opening it.
   *
   * @throws IllegalArgumentException for a name that no backend has
   * @throws BackendUnavailableException where a backend asked for by name cannot be had here
   */
  public static Selection select(String choice) {
    return choice.equals("auto") ? best() : named(choice);
  }

  private static Selection best() {
    List<String> passedOver = new ArrayList<>();
    for (Backend backend : ALL) {
      Availability availability = backend.readiness();
      if (availability.available()) {
        return new Selection(backend, 0, String.join("; ", passedOver));
      }
      passedOver.add("no " + backend.name() + ": " + availability.detail());
    }
    throw new BackendUnavailableException(String.join("; ", passedOver));
  }

  private static Selection named(String choice) {
    String[] parts = choice.split(":", 2);
    Backend backend =
        ALL.stream()
            .filter(candidate -> candidate.name().equals(parts[0]))
            .findFirst()
            .orElseThrow(() -> unknown(choice));
    int device = parts.length == 1 ? 0 : deviceNumber(parts[1], choice);
    Availability availability = backend.availability();
    if (!availability.available()) {
      throw new BackendUnavailableException(
          "the backend " + backend.name() + " cannot be had: " + availability.detail());
    }
    return new Selection(backend, device, "");
  }

  private static int deviceNumber(String text, String choice) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Not a number: the same error as a negative one.
    }
    throw unknown(choice);
  }

  private static IllegalArgumentException unknown(String choice) {
    return new IllegalArgumentException(
        "there is no backend '"
            + choice
            + "': expected auto, cpu, java, cuda, or a device such as cuda:1");
  }
}
