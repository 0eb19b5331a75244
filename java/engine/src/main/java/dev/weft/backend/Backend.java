package dev.weft.backend;

/**
 * A way to compute: {@code java}, {@code cpu}, {@code cuda}. To add one, implement this interface
 * and the four that it leads to, list it in {@link Backends}, and run {@code BackendContract} on
 * it: every backend is tested against the plain-Java one.
 */
public interface Backend {
  /** The name that {@code --backend} takes. */
  String name();

  /** Whether it can be used on this machine, and if not, why. Never throws. */
  Availability availability();

  /**
   * {@link #availability}, and whether its first device can be opened right now: {@code auto}
   * passes over a GPU that another process has for itself. Never throws.
   */
  default Availability readiness() {
    return availability();
  }

  /**
   * Opens a device.
   *
   * @throws dev.weft.BackendUnavailableException where {@link #availability} says no
   */
  BackendContext open(ContextOptions options);

  /**
   * What its first device is, said without opening it where opening takes long.
   *
   * @throws dev.weft.BackendUnavailableException where {@link #availability} says no
   */
  default DeviceInfo describe() {
    try (BackendContext context = open(ContextOptions.defaults())) {
      return context.info();
    }
  }
}
