package dev.weft.backend.cuda;

import dev.weft.backend.natives.NativeStatus;
import dev.weft.binding.WeftNative;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is known of a GPU, and its readings of this moment.
 *
 * @param name such as NVIDIA H200
 * @param line one line for people
 * @param properties further facts in order
 */
record GpuFacts(String name, String line, Map<String, String> properties) {
  /** Asks the driver; opens nothing. */
  static GpuFacts of(int device) {
    try (WeftNative.weft_device_info info = new WeftNative.weft_device_info()) {
      NativeStatus.check(WeftNative.weft_cuda_describe(device, info));
      return of(device, info);
    }
  }

  private static GpuFacts of(int device, WeftNative.weft_device_info info) {
    String name = info.name().getString();
    String capability = info.capability_major() + "." + info.capability_minor();
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("device", Integer.toString(device));
    properties.put("compute capability", capability);
    properties.put("multiprocessors", Integer.toString(info.multiprocessors()));
    properties.put("memory", memory(info.memory_total(), info.memory_free()));
    String driver = info.driver().getString();
    properties.put(
        "driver", (driver.isEmpty() ? "" : driver + ", ") + "CUDA " + version(info.driver_cuda()));
    properties.put("CUDA runtime", version(info.runtime_cuda()));
    put(properties, "SM clock", info.sm_clock(), limited(info), 1);
    put(properties, "memory clock", info.memory_clock(), " MHz", 1);
    put(properties, "power", info.power(), " W", 1000);
    put(properties, "utilisation", info.utilization(), " %", 1);
    put(properties, "temperature", info.temperature(), " °C", 1);
    properties.put("native library", WeftNative.weft_version().getString());
    String line =
        String.format(
            Locale.ROOT,
            "%s, compute capability %s, %s GiB%s",
            name,
            capability,
            gib(info.memory_total()),
            driver.isEmpty() ? "" : ", driver " + driver);
    return new GpuFacts(name, line, properties);
  }

  private static String limited(WeftNative.weft_device_info info) {
    return info.sm_clock_limit() < 0 ? " MHz" : " MHz of " + info.sm_clock_limit();
  }

  /** Leaves out what the driver does not tell. */
  private static void put(
      Map<String, String> properties, String name, int value, String unit, int divisor) {
    if (value >= 0) {
      properties.put(name, value / divisor + unit);
    }
  }

  private static String memory(long total, long free) {
    return free < 0 ? gib(total) + " GiB" : gib(free) + " of " + gib(total) + " GiB free";
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / (double) (1L << 30));
  }

  /** 13000 is 13.0. */
  private static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }
}
