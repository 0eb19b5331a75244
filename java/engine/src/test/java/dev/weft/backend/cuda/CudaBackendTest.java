package dev.weft.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.BackendUnavailableException;
import dev.weft.backend.Availability;
import dev.weft.backend.BackendContext;
import dev.weft.backend.Backends;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.DeviceInfo;
import dev.weft.binding.CudaLibrary;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the backend says of itself; what it computes, {@code BackendContract} tests. */
final class CudaBackendTest {
  private final CudaBackend backend = new CudaBackend();

  @AfterEach
  void clear() {
    System.clearProperty(CudaChoices.PATH);
  }

  /** Where there is no GPU; skipped where there is one. */
  @Nested
  final class WithoutGpu {
    private Availability availability;

    @BeforeEach
    void look() {
      availability = backend.availability();
      assumeFalse(availability.available(), "there is a GPU here: " + availability.detail());
    }

    @Test
    void theReasonNamesTheRemedy() {
      assertTrue(
          availability.detail().contains("install") || availability.detail().contains("nvidia-smi"),
          availability.detail());
      assertEquals(1, availability.detail().lines().count());
    }

    @Test
    void aBuildWithTheLibraryBlamesTheMachine() throws IOException {
      assumeTrue(CudaLibrary.extract().isPresent(), "this build has no CUDA library");
      assertFalse(availability.detail().contains("nvcc"), availability.detail());
      assertFalse(availability.detail().contains("cannot be loaded: "), availability.detail());
    }

    @Test
    void openingSaysTheSame() {
      BackendUnavailableException error =
          assertThrows(
              BackendUnavailableException.class, () -> backend.open(ContextOptions.defaults()));
      assertTrue(error.getMessage().contains(availability.detail()), error.getMessage());
    }

    @Test
    void autoGoesOnAndSaysWhy() {
      String passedOver = Backends.select("auto").passedOver();
      assertTrue(passedOver.contains("no cuda: " + availability.detail()), passedOver);
    }
  }

  /** Where there is one; skipped, with the reason, where there is none. */
  @Nested
  final class WithGpu {
    @BeforeEach
    void look() {
      Availability availability = backend.availability();
      assumeTrue(availability.available(), availability.detail());
    }

    @Test
    void itSaysWhatTheDeviceIs() {
      try (BackendContext context = backend.open(ContextOptions.defaults())) {
        DeviceInfo info = context.info();
        assertEquals("cuda", info.backend());
        assertEquals(0, info.threads());
        assertTrue(info.device().contains("compute capability"), info.device());
        assertTrue(info.properties().containsKey("memory"), info.toString());
      }
    }

    @Test
    void aDeviceThatIsNotThereIsNamed() {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> backend.open(new ContextOptions(99, 0)))
              .getMessage();
      assertTrue(message.contains("99"), message);
    }

    @Test
    void nonsenseIsNamed() {
      System.setProperty(CudaChoices.PATH, "warp");
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> backend.open(ContextOptions.defaults()))
              .getMessage();
      assertTrue(message.contains("warp") && message.contains("latency"), message);
    }
  }
}
