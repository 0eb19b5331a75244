package dev.weft.backend;

/**
 * What a choice such as {@code auto} or {@code cuda:1} came to.
 *
 * @param backend the backend to open
 * @param device its device number
 * @param passedOver why {@code auto} did not take the backends it likes better, one line; empty
 *     where it took the best, or where the choice was explicit
 */
public record Selection(Backend backend, int device, String passedOver) {
  /** Opens the device with CPU {@code threads}, 0 for one a core. */
  public BackendContext open(int threads) {
    return open(threads, InstructionSet.AUTO);
  }

  /** The same with kernels of an instruction set. */
  public BackendContext open(int threads, InstructionSet instructions) {
    return backend.open(new ContextOptions(device, threads, instructions));
  }
}
