package dev.weft.backend.natives;

import dev.weft.BackendException;
import dev.weft.BackendUnavailableException;
import dev.weft.binding.WeftNative;

/** Turns the status of a native call into an exception with the native library's own words. */
public final class NativeStatus {
  private NativeStatus() {}

  /**
   * Returns where the call succeeded.
   *
   * @param status what a call of this thread just returned
   */
  public static void check(int status) {
    if (status == WeftNative.WEFT_OK) {
      return;
    }
    String message = WeftNative.weft_last_error().getString();
    throw switch (status) {
      case WeftNative.WEFT_INVALID_ARGUMENT -> new IllegalArgumentException(message);
      case WeftNative.WEFT_INVALID_HANDLE ->
          new IllegalStateException("it has been closed, or is being closed: " + message);
      case WeftNative.WEFT_UNAVAILABLE -> new BackendUnavailableException(message);
      default -> new BackendException("the native library failed: " + message);
    };
  }
}
