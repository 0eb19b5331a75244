package dev.weft.backend.natives;

import dev.weft.backend.Lifetime;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.LongToIntFunction;

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
   * @param what the object's name in errors
   * @param handle from the native library
   * @param destroy the native call that ends it
   */
  NativeHandle(String what, long handle, LongToIntFunction destroy) {
    this.handle = handle;
    this.lifetime = new Lifetime(what);
    this.cleanable = CLEANER.register(this, () -> destroy.applyAsInt(handle));
  }

  /**
   * Makes a native call with the handle and returns its status.
   *
   * @throws IllegalStateException after {@link #close}
   */
  int call(LongToIntFunction call) {
    lifetime.requireOpen();
    try {
      return call.applyAsInt(handle);
    } finally {
      // Else the collector may run the cleaner while the call has only a number in its hands.
      Reference.reachabilityFence(this);
    }
  }

  /** Throws {@link IllegalStateException} after {@link #close}. */
  void requireOpen() {
    lifetime.requireOpen();
  }

  void close() {
    lifetime.close();
    cleanable.clean();
  }
}
