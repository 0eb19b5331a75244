package dev.weft.backend.natives;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendGroup;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.CheckedOperations;
import dev.weft.backend.DeviceInfo;
import dev.weft.backend.Operations;
import dev.weft.binding.WeftNative;
import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A device of the native library: a thread team or a GPU. The backends that the library has differ
 * in how a context is opened and in what they say of themselves; all else is here.
 */
public final class NativeContext implements BackendContext {
  /** Threads train one network each; with another waiting, none has to wait for the slowest. */
  private static final int PLACES_PER_THREAD = 2;

  /** About one network a multiprocessor of a large GPU. */
  private static final int GPU_PLACES = 128;

  private final NativeHandle handle;
  private final Function<WeftNative.weft_context_info, DeviceInfo> describe;
  private final IntFunction<String> pathNames;

  private NativeContext(
      NativeHandle handle,
      Function<WeftNative.weft_context_info, DeviceInfo> describe,
      IntFunction<String> pathNames) {
    this.handle = handle;
    this.describe = describe;
    this.pathNames = pathNames;
  }

  /**
   * Opens a device.
   *
   * @param name of the backend, for errors
   * @param wanted what to open
   * @param describe what the library knows of it, in words
   * @param pathNames the names of {@code WEFT_PATH_...}
   */
  public static NativeContext open(
      String name,
      WeftNative.weft_context_options wanted,
      Function<WeftNative.weft_context_info, DeviceInfo> describe,
      IntFunction<String> pathNames) {
    long[] context = new long[1];
    NativeStatus.check(WeftNative.weft_context_create(wanted, context));
    NativeHandle handle =
        new NativeHandle("the " + name + " context", context[0], WeftNative::weft_context_destroy);
    return new NativeContext(handle, describe, pathNames);
  }

  NativeHandle handle() {
    return handle;
  }

  String pathName(int code) {
    return pathNames.apply(code);
  }

  @Override
  public DeviceInfo info() {
    try (WeftNative.weft_context_info info = new WeftNative.weft_context_info()) {
      NativeStatus.check(handle.call(context -> WeftNative.weft_context_describe(context, info)));
      return describe.apply(info);
    }
  }

  @Override
  public BackendDataset upload(Dataset data) {
    return new NativeDataset(this, data);
  }

  @Override
  public BackendNetwork create(Architecture architecture, long seed) {
    return NativeGroup.ofOne(this, architecture, seed);
  }

  @Override
  public int places() {
    int threads = info().threads();
    return threads == 0 ? GPU_PLACES : threads * PLACES_PER_THREAD;
  }

  @Override
  public BackendGroup createGroup(Architecture architecture, int places) {
    return NativeGroup.of(this, architecture, places);
  }

  @Override
  public Operations operations() {
    handle.requireOpen();
    return new CheckedOperations(handle::requireOpen, new NativeOperations(handle));
  }

  @Override
  public void close() {
    handle.close();
  }
}
