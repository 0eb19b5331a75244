package dev.weft.backend.cpu;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.CheckedOperations;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.DeviceInfo;
import dev.weft.backend.Operations;
import dev.weft.binding.WeftNative;
import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import java.util.LinkedHashMap;
import java.util.Map;

/** A thread team of the native library. */
final class CpuContext implements BackendContext {
  private final NativeHandle handle;

  CpuContext(ContextOptions options) {
    this.handle =
        new NativeHandle("the cpu context", create(options), WeftNative::weft_context_destroy);
  }

  private static long create(ContextOptions options) {
    long[] context = new long[1];
    try (WeftNative.weft_context_options wanted = new WeftNative.weft_context_options()) {
      wanted
          .backend(WeftNative.WEFT_BACKEND_CPU)
          .device(options.device())
          .threads(options.threads())
          .instruction_set(CpuChoices.instructionSet())
          .path(CpuChoices.path());
      NativeStatus.check(WeftNative.weft_context_create(wanted, context));
    }
    return context[0];
  }

  NativeHandle handle() {
    return handle;
  }

  @Override
  public DeviceInfo info() {
    try (WeftNative.weft_context_info info = new WeftNative.weft_context_info()) {
      NativeStatus.check(handle.call(context -> WeftNative.weft_context_describe(context, info)));
      String processor = info.device_name().getString();
      String core = info.blas_core().getString();
      String config = info.blas_config().getString();
      Map<String, String> properties = new LinkedHashMap<>();
      properties.put("processor", processor);
      properties.put("instruction set", CpuChoices.nameOfInstructionSet(info.instruction_set()));
      properties.put("networks up to 128 wide", "fused kernels");
      properties.put("other networks", "OpenBLAS");
      properties.put("OpenBLAS core", core);
      properties.put("OpenBLAS", config);
      properties.put("native library", WeftNative.weft_version().getString());
      String device =
          "%s, %d %s, %s, OpenBLAS for %s"
              .formatted(
                  processor,
                  info.threads(),
                  info.threads() == 1 ? "thread" : "threads",
                  CpuChoices.nameOfInstructionSet(info.instruction_set()),
                  core);
      return new DeviceInfo("cpu", device, info.threads(), properties);
    }
  }

  @Override
  public BackendDataset upload(Dataset data) {
    return new CpuDataset(this, data);
  }

  @Override
  public BackendNetwork create(Architecture architecture, long seed) {
    return new CpuNetwork(this, architecture, seed);
  }

  @Override
  public Operations operations() {
    handle.requireOpen();
    return new CheckedOperations(handle::requireOpen, new CpuOperations(handle));
  }

  @Override
  public void close() {
    handle.close();
  }
}
