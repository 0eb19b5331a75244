package dev.weft.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.BackendUnavailableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BackendsTest {
  private static Backend named(String name) {
    return Backends.all().stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theBestComesFirst() {
    List<String> names = Backends.all().stream().map(Backend::name).toList();
    assertEquals(List.of("cuda", "cpu", "java"), names);
  }

  @Test
  void theLibraryOfThisBuildCanBeLoaded() {
    Availability cpu = named("cpu").availability();
    assertTrue(cpu.available(), cpu.detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "java"})
  void aNameIsItsBackend(String name) {
    Selection selection = Backends.select(name);
    assertEquals(name, selection.backend().name());
    assertEquals(0, selection.device());
    assertEquals("", selection.passedOver());
  }

  @ParameterizedTest
  @CsvSource({"cpu:0, 0", "cpu:1, 1", "java:0, 0"})
  void aNumberIsADevice(String choice, int device) {
    assertEquals(device, Backends.select(choice).device());
  }

  @Test
  void autoTakesTheFirstAvailableAndSaysWhyNotTheOthers() {
    Selection selection = Backends.select("auto");
    assertTrue(selection.backend().availability().available());
    for (Backend backend : Backends.all()) {
      if (backend.name().equals(selection.backend().name())) {
        break;
      }
      assertFalse(backend.readiness().available());
      String reason = "no " + backend.name() + ": " + backend.readiness().detail();
      assertTrue(selection.passedOver().contains(reason), selection.passedOver());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "CPU", "gpu", "cpu:", "cpu:x", "cpu:-1", "cuda:0x1", "auto:1", " cpu"})
  void nonsenseIsRefusedWithTheChoices(String choice) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Backends.select(choice));
    assertTrue(error.getMessage().contains("'" + choice + "'"), error.getMessage());
    assertTrue(error.getMessage().contains("auto, cpu, java, cuda"), error.getMessage());
  }

  @Test
  void anUnavailableBackendAskedForByNameIsAnErrorWithItsReason() {
    for (Backend backend : Backends.all()) {
      if (backend.availability().available()) {
        continue;
      }
      BackendUnavailableException selected =
          assertThrows(BackendUnavailableException.class, () -> Backends.select(backend.name()));
      assertTrue(selected.getMessage().contains(backend.name()), selected.getMessage());
      assertTrue(
          selected.getMessage().contains(backend.availability().detail()), selected.getMessage());
      assertThrows(
          BackendUnavailableException.class, () -> backend.open(ContextOptions.defaults()));
    }
  }

  @Test
  void autoOpensWhatItSelects() {
    try (BackendContext context = Backends.open("auto", 1)) {
      assertEquals(Backends.select("auto").backend().name(), context.info().backend());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "java"})
  void openedContextsSayWhatTheyAre(String choice) {
    try (BackendContext context = Backends.open(choice, 1)) {
      DeviceInfo info = context.info();
      assertEquals(Backends.select(choice).backend().name(), info.backend());
      assertTrue(info.device().contains("1 thread"), info.device());
      assertEquals(1, info.threads());
    }
  }

  @Test
  void theCpuSaysWhatItComputesWith() {
    try (BackendContext context = Backends.open("cpu", 2)) {
      DeviceInfo info = context.info();
      assertEquals(2, info.threads());
      assertTrue(
          List.of("baseline", "avx2", "avx512").contains(info.properties().get("instruction set")));
      assertTrue(info.properties().get("OpenBLAS").contains("OpenBLAS"), info.toString());
      assertFalse(info.properties().get("OpenBLAS core").isEmpty());
    }
  }
}
