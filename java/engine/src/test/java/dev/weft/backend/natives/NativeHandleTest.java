package dev.weft.backend.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.cpu.CpuBackend;
import dev.weft.binding.WeftNative;
import dev.weft.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class NativeHandleTest {
  private final List<Long> destroyed = new ArrayList<>();

  private synchronized int destroy(long handle) {
    destroyed.add(handle);
    return 0;
  }

  private static long numberOf(NativeHandle handle) {
    long[] number = new long[1];
    handle.call(
        value -> {
          number[0] = value;
          return WeftNative.WEFT_OK;
        });
    return number[0];
  }

  private synchronized int destroyedSoFar() {
    return destroyed.size();
  }

  @Test
  void destroysOnceHoweverOftenItIsClosed() {
    NativeHandle handle = new NativeHandle("the thing", 42, this::destroy);
    assertEquals(42, numberOf(handle));
    handle.close();
    handle.close();
    assertEquals(List.of(42L), destroyed);
    IllegalStateException error = assertThrows(IllegalStateException.class, handle::requireOpen);
    assertEquals("the thing has been closed", error.getMessage());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void destroysWhatWasForgotten() {
    forget();
    collectUntil(() -> destroyedSoFar() == 1);
    assertEquals(List.of(43L), destroyed);
  }

  private void forget() {
    new NativeHandle("the thing", 43, this::destroy);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aForgottenContextIsFreedInTheLibrary() {
    long forgotten = forgottenContext();
    collectUntil(() -> !isLiving(forgotten));
    try (BackendContext context = new CpuBackend().open(ContextOptions.defaults())) {
      assertTrue(isLiving(numberOf(((NativeContext) context).handle())));
    }
  }

  private static long forgottenContext() {
    return numberOf(((NativeContext) new CpuBackend().open(ContextOptions.defaults())).handle());
  }

  private static boolean isLiving(long context) {
    try (WeftNative.weft_context_info info = new WeftNative.weft_context_info()) {
      return WeftNative.weft_context_describe(context, info) == WeftNative.WEFT_OK;
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aForgottenDataSetIsFreedInTheLibrary() {
    try (BackendContext context = new CpuBackend().open(ContextOptions.defaults())) {
      long network = networkOfTwoInputs(numberOf(((NativeContext) context).handle()));
      long forgotten = forgottenDataSet(context);
      collectUntil(() -> predict(network, forgotten) == WeftNative.WEFT_INVALID_HANDLE);
      try (BackendDataset kept = context.upload(Dataset.ofValues(new float[4], 2))) {
        assertEquals(
            WeftNative.WEFT_OK, predict(network, numberOf(((NativeDataset) kept).handle())));
      }
      assertEquals(WeftNative.WEFT_OK, WeftNative.weft_network_destroy(network));
    }
  }

  private static long networkOfTwoInputs(long context) {
    long[] network = new long[1];
    try (WeftNative.weft_dense_layer layer = new WeftNative.weft_dense_layer()) {
      layer.units(1).activation(WeftNative.WEFT_LINEAR).input_dropout(0);
      int loss = WeftNative.WEFT_MEAN_SQUARED_ERROR;
      assertEquals(
          WeftNative.WEFT_OK,
          WeftNative.weft_network_create(context, 2, layer, 1, loss, new long[1], 1, network));
    }
    return network[0];
  }

  /** Needs a living data set, and leaves it alone. */
  private static int predict(long network, long dataset) {
    return WeftNative.weft_network_predict(network, 0, dataset, 0, 1, new float[1], 1);
  }

  private static long forgottenDataSet(BackendContext context) {
    return numberOf(((NativeDataset) context.upload(Dataset.ofValues(new float[4], 2))).handle());
  }

  /** The timeout of the test ends what never happens. */
  private static void collectUntil(BooleanSupplier happened) {
    while (!happened.getAsBoolean()) {
      System.gc();
      Thread.yield();
    }
  }
}
