#include "cuda/inference.h"

#include <algorithm>

namespace weft::cuda {

int64_t Inference::chunk_rows(int64_t count) const {
  constexpr int64_t most_rows = 8192;
  constexpr int64_t most_elements = 1 << 24;
  return std::min(count, std::clamp<int64_t>(most_elements / architecture_.max_width(), 1, most_rows));
}

Batch Inference::begin(Device& device, const float* parameters, const Samples& samples, int64_t first, int64_t rows) {
  run_.reserve(device, 1);
  cursor_.reserve(device, 1);
  totals_.reserve(device, 1);
  require_memory(device, pass_.missing_bytes(rows, 1), "a forward pass of " + std::to_string(rows) + " rows");
  pass_.reserve(device, rows, 1);
  ReplicaRun run{};
  run.parameters = const_cast<float*>(parameters);
  Cursor cursor{first, 0};
  device.load(run_.data(), &run, sizeof(run));
  device.load(cursor_.data(), &cursor, sizeof(cursor));
  return {run_.data(), cursor_.data(), samples, rows, 1};
}

void Inference::evaluate(Device& device, const float* parameters, const Samples& samples, int64_t first, int64_t count,
                         EvaluationResult& result) {
  int64_t chunk = chunk_rows(count);
  Batch batch = begin(device, parameters, samples, first, chunk);
  confusion_.reserve(device, result.confusion.size);
  device.clear(totals_.data(), totals_.bytes());
  if (!result.confusion.empty()) device.clear(confusion_.data(), result.confusion.size * sizeof(int64_t));
  for (int64_t from = 0; from < count; from += chunk) {
    batch.rows = std::min(chunk, count - from);
    pass_.forward(device, batch);
    pass_.loss(device, batch);
    pass_.close(device, batch, totals_.data(), result.confusion.empty() ? nullptr : confusion_.data());
  }
  CloseBatch::Totals totals{};
  std::vector<int64_t> confusion(result.confusion.size);
  device.fetch(&totals, totals_.data(), sizeof(totals));
  if (!confusion.empty()) device.fetch(confusion.data(), confusion_.data(), confusion.size() * sizeof(int64_t));
  result.loss = totals.loss / static_cast<double>(count);
  result.correct = totals.correct;
  std::copy(confusion.begin(), confusion.end(), result.confusion.begin());
}

void Inference::predict(Device& device, const float* parameters, const Samples& samples, int64_t first, int64_t count,
                        float* outputs) {
  int64_t chunk = chunk_rows(count);
  int64_t width = architecture_.outputs();
  for (int64_t from = 0; from < count; from += chunk) {
    int64_t rows = std::min(chunk, count - from);
    Batch batch = begin(device, parameters, samples, first + from, chunk);
    batch.rows = rows;
    pass_.forward(device, batch);
    device.fetch(outputs + from * width, pass_.outputs(device, batch),
                 static_cast<std::size_t>(rows * width) * sizeof(float));
  }
}

void Inference::predict_rows(Device& device, const float* parameters, const float* features, int64_t rows,
                             float* outputs) {
  int64_t chunk = chunk_rows(rows);
  std::size_t width = static_cast<std::size_t>(architecture_.inputs);
  Samples samples{};
  samples.width = architecture_.inputs;
  samples.pitch = static_cast<int64_t>(width * sizeof(float));
  rows_.reserve(device, static_cast<std::size_t>(chunk) * width);
  samples.values = rows_.data();
  for (int64_t from = 0; from < rows; from += chunk) {
    int64_t count = std::min(chunk, rows - from);
    samples.samples = count;
    device.load(rows_.data(), features + from * architecture_.inputs,
                static_cast<std::size_t>(count) * width * sizeof(float));
    predict(device, parameters, samples, 0, count, outputs + from * architecture_.outputs());
  }
}

}  // namespace weft::cuda
