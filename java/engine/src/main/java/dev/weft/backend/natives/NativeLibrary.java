package dev.weft.backend.natives;

import dev.weft.backend.Availability;
import dev.weft.binding.WeftNative;
import org.bytedeco.javacpp.Loader;

/** The native library itself, which every native backend needs. */
public final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Whether this process can load it, and whether it is the one that this Java code is made for.
   */
  public static Availability availability() {
    try {
      int abi = WeftNative.weft_abi_version();
      if (abi != WeftNative.WEFT_ABI_VERSION) {
        return Availability.no(
            "the native library speaks ABI "
                + abi
                + ", this Java code "
                + WeftNative.WEFT_ABI_VERSION
                + ": build both again");
      }
      return Availability.yes(
          "native library " + WeftNative.weft_version().getString() + ", " + Loader.getPlatform());
    } catch (LinkageError e) {
      return Availability.no(
          "there is no native library for "
              + Loader.getPlatform()
              + " that this process can load ("
              + firstCause(e)
              + ")");
    }
  }

  private static String firstCause(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
