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
      has_average_(seeds.size, false),
      parameters_(parameters),
      memory_(device, bytes(parameters, static_cast<int64_t>(seeds.size)) / sizeof(float)) {
  device.clear(memory_.data(), memory_.bytes());
  device.synchronize();
}

std::size_t State::missing_average_bytes() const {
  return averages_.size() > 0 ? 0 : static_cast<std::size_t>(replicas() * pitch_) * sizeof(float);
}

void State::set_average(Device& device, int64_t replica, bool wanted) {
  if (wanted == has_average(replica)) return;
  if (wanted) {
    averages_.reserve(device, static_cast<std::size_t>(replicas() * pitch_));
    // By way of the host, once a training.
    std::vector<float> values(static_cast<std::size_t>(parameters_));
    std::size_t bytes = values.size() * sizeof(float);
    device.fetch(values.data(), array(WEFT_PARAMETERS, replica), bytes);
    device.load(average(replica), values.data(), bytes);
  }
  has_average_[static_cast<std::size_t>(replica)] = wanted;
}

}  // namespace weft::cuda
