package dev.weft.runs;

import dev.weft.Versions;
import dev.weft.backend.DeviceInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the last bits of results depend on beside specification and data.
 *
 * @param version of Weft
 * @param backend that trains
 * @param properties of the device that matter, by name
 */
public record ComputedBy(String version, String backend, Map<String, String> properties) {
  /** The properties of a device that matter. */
  static final List<String> BITS_DEPEND_ON =
      List.of("instruction set", "networks up to 128 wide", "OpenBLAS core", "OpenBLAS");

  /** This version on a device. */
  public static ComputedBy of(DeviceInfo device) {
    Map<String, String> facts = new TreeMap<>(device.properties());
    facts.keySet().retainAll(BITS_DEPEND_ON);
    return new ComputedBy(Versions.read().weft(), device.backend(), facts);
  }

  @Override
  public String toString() {
    return version + ", " + backend + ", " + properties;
  }
}
