#include "cuda/dataset.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace weft::cuda {
namespace {

// Rows begin on this many bytes, so that kernels can copy them in whole.
constexpr std::size_t row_alignment = 16;

std::size_t padded(std::size_t bytes) { return (bytes + row_alignment - 1) / row_alignment * row_alignment; }

// Uploads rows whose ends are padded with zeros, a few at a time: a padded copy of everything would double the memory.
void load_padded(Device& device, char* to, std::size_t pitch, const char* rows, std::size_t row_bytes,
                 std::size_t count) {
  constexpr std::size_t piece_bytes = std::size_t{32} << 20;
  std::size_t piece = std::max<std::size_t>(1, piece_bytes / pitch);
  std::vector<char> padded_rows(std::min(piece, count) * pitch);
  for (std::size_t first = 0; first < count; first += piece) {
    std::size_t size = std::min(piece, count - first);
    for (std::size_t row = 0; row < size; row++) {
      std::memcpy(padded_rows.data() + row * pitch, rows + (first + row) * row_bytes, row_bytes);
    }
    device.load(to + first * pitch, padded_rows.data(), size * pitch);
  }
}

}  // namespace

CudaDataset::CudaDataset(std::shared_ptr<CudaContext> context, const DatasetSource& source)
    : context_(std::move(context)), classes_(source.classes), target_width_(source.target_width) {
  std::size_t count = static_cast<std::size_t>(source.samples);
  bool pixels = source.feature_type == WEFT_UINT8;
  std::size_t row_bytes = static_cast<std::size_t>(source.width) * (pixels ? 1 : sizeof(float));
  std::size_t pitch = padded(row_bytes);
  Turn turn(*context_, "uploading a data set of " + std::to_string(source.samples) + " x " +
                           std::to_string(source.width) + (pixels ? " uint8" : " float32"));
  Device& device = turn.device();
  require_memory(device, count * pitch + source.labels.size * sizeof(int32_t) + source.targets.size * sizeof(float),
                 "the data set");
  features_ = DeviceArray<char>(device, count * pitch);
  labels_ = DeviceArray<int32_t>(device, source.labels.size);
  targets_ = DeviceArray<float>(device, source.targets.size);
  const char* rows = static_cast<const char*>(source.features);
  if (pitch == row_bytes) {
    device.load(features_.data(), rows, count * pitch);
  } else {
    load_padded(device, features_.data(), pitch, rows, row_bytes, count);
  }
  if (labels_.size() > 0) device.load(labels_.data(), source.labels.data, labels_.bytes());
  if (targets_.size() > 0) device.load(targets_.data(), source.targets.data, targets_.bytes());
  samples_.pixels = pixels ? reinterpret_cast<const uint8_t*>(features_.data()) : nullptr;
  samples_.values = pixels ? nullptr : reinterpret_cast<const float*>(features_.data());
  samples_.labels = labels_.data();
  samples_.targets = targets_.data();
  samples_.samples = source.samples;
  samples_.pitch = static_cast<int64_t>(pitch);
  samples_.width = source.width;
}

}  // namespace weft::cuda
