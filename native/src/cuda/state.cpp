#include "cuda/state.h"

namespace weft::cuda {
namespace {

constexpr int64_t arrays = 3;
constexpr int64_t alignment = 64;  // floats: 256 bytes

int64_t padded(int64_t parameters) { return (parameters + alignment - 1) / alignment * alignment; }

}  // namespace

std::size_t State::bytes(int64_t parameters, int64_t replicas) {
  return static_cast<std::size_t>(arrays * replicas * padded(parameters)) * sizeof(float);
}

State::State(Device& device, int64_t parameters, Span<const uint64_t> seeds)
    : pitch_(padded(parameters)),
      seeds_(seeds.begin(), seeds.end()),
      steps_(seeds.size, 0),
      memory_(device, bytes(parameters, static_cast<int64_t>(seeds.size)) / sizeof(float)) {
  device.clear(memory_.data(), memory_.bytes());
  device.synchronize();
}

}  // namespace weft::cuda
