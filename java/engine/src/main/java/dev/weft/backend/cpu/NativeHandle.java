package dev.weft.backend.cpu;

import dev.weft.backend.Lifetime;
import java.lang.ref.Cleaner;
import java.util.function.LongUnaryOperator;

/**
 * Owns one native object: destroys it once, at {@link #close} or, where that was forgotten, after
 * its owner became unreachable.
 */
final class NativeHandle {
  private static final Cleaner CLEANER = Cleaner.create();

  private final long handle;
  private final Lifetime lifetime;
  private final Cleaner.Cleanable cleanable;

  /**
   * Takes a handle over.
   *
   * @param owner whose end is the handle's end
   * @param what the owner's name in errors
   * @param handle from the native library
   * @param destroy the native call; must not refer to the owner
   */
  NativeHandle(Object owner, String what, long handle, LongUnaryOperator destroy) {
    this.handle = handle;
    this.lifetime = new Lifetime(what);
    this.cleanable = CLEANER.register(owner, () -> destroy.applyAsLong(handle));
  }

  /** The handle; an {@link IllegalStateException} after {@link #close}. */
  long value() {
    lifetime.requireOpen();
    return handle;
  }

  void close() {
    lifetime.close();
    cleanable.clean();
  }
}
