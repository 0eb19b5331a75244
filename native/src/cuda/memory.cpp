#include "cuda/device.h"
#include "error.h"

namespace weft::cuda {
namespace {

constexpr std::size_t left_alone = std::size_t{64} << 20;

std::string in_words(std::size_t bytes) {
  std::ostringstream text;
  text.precision(1);
  text << std::fixed;
  if (bytes >= std::size_t{1} << 30) {
    text << static_cast<double>(bytes) / (1 << 30) << " GiB";
  } else {
    text << static_cast<double>(bytes) / (1 << 20) << " MiB";
  }
  return text.str();
}

}  // namespace

void require_memory(Device& device, std::size_t bytes, const std::string& what) {
  DeviceMemory memory = device.memory();
  if (memory.free >= left_alone && bytes <= memory.free - left_alone) return;
  fail(WEFT_OUT_OF_MEMORY, what, " needs ", in_words(bytes), " of device memory; ", device.facts().name, " (device ",
       device.facts().number, ") has ", in_words(memory.free), " free of ", in_words(memory.total),
       ". Smaller batches, fewer replicas, or another device (cuda:1) may do");
}

}  // namespace weft::cuda
