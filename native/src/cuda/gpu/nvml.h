// What the driver's management library (NVML) reads of a device. Taken from libnvidia-ml.so.1 where the driver brought
// it, and not linked: it needs no CUDA context, no headers and no other package, and a machine without it just lacks
// readings.
#pragma once

#include <string>

#include "weft/weft.h"

namespace weft::cuda {

// Fills in the readings of the device at this PCI address; those that cannot be had stay as they are.
void read_nvml(const std::string& pci_address, weft_device_info& info);

}  // namespace weft::cuda
