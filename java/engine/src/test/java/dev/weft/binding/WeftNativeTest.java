package dev.weft.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.nn.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated binding: constants, statuses and messages arrive as weft.h promises them. */
final class WeftNativeTest {
  @Test
  void libraryAndHeaderAreOfOneBuild() {
    assertEquals(WeftNative.WEFT_ABI_VERSION, WeftNative.weft_abi_version());
    assertTrue(
        WeftNative.weft_version().getString().matches("\\d+\\.\\d+\\.\\d+"),
        WeftNative.weft_version().getString());
  }

  @Test
  void limitsAreThoseOfTheEngine() {
    assertEquals(Architecture.MAX_WIDTH, WeftNative.WEFT_MAX_WIDTH);
    assertEquals(Architecture.MAX_DEPTH, WeftNative.WEFT_MAX_LAYERS);
    assertEquals(Architecture.MAX_PARAMETERS, WeftNative.WEFT_MAX_PARAMETERS);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 42, 0x0100_0000_0000_0001L, 0x7fff_ffff_ffff_ffffL})
  void inventedHandlesAreAStatus(long handle) {
    assertEquals(WeftNative.WEFT_INVALID_HANDLE, WeftNative.weft_context_destroy(handle));
    assertEquals(WeftNative.WEFT_INVALID_HANDLE, WeftNative.weft_dataset_destroy(handle));
    assertEquals(WeftNative.WEFT_INVALID_HANDLE, WeftNative.weft_network_destroy(handle));
    String message = WeftNative.weft_last_error().getString();
    assertTrue(message.contains("network"), message);
  }

  @Test
  void missingPointersAreAStatus() {
    assertEquals(
        WeftNative.WEFT_INVALID_ARGUMENT, WeftNative.weft_context_create(null, new long[1]));
    assertEquals("options is null", WeftNative.weft_last_error().getString());
    assertEquals(WeftNative.WEFT_INVALID_ARGUMENT, WeftNative.weft_load_blas((String) null));
  }

  @Test
  void aPathThatIsNullIsAStatus() {
    assertEquals(WeftNative.WEFT_INVALID_ARGUMENT, WeftNative.weft_load_cuda((String) null));
  }

  @Test
  void theLastErrorIsThatOfTheThread() throws InterruptedException {
    WeftNative.weft_context_destroy(1);
    String mine = WeftNative.weft_last_error().getString();
    String[] others = new String[1];
    Thread other = new Thread(() -> others[0] = WeftNative.weft_last_error().getString());
    other.start();
    other.join();
    assertFalse(mine.isEmpty());
    assertEquals("", others[0]);
  }
}
