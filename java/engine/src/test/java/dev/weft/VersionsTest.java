package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VersionsTest {
  @Test
  void versionsNameTheRuntime() {
    assertEquals(Runtime.version().toString(), Versions.read().java());
    assertTrue(Versions.read().asMap().keySet().contains("openblas"));
  }
}
