#include "cuda/pass.h"

#include <algorithm>

#include "cuda/kernels/clip.h"
#include "cuda/kernels/gather.h"
#include "cuda/kernels/loss.h"
#include "cuda/kernels/output.h"

namespace weft::cuda {
namespace {

// Rows up to this wide have one thread each in the kernels of losses and outputs.
constexpr int64_t narrow_row = 64;

// From replica to replica: each matrix begins on 256 bytes, so that cuBLAS does with each replica what it does with
// one.
int64_t aligned(int64_t floats) { return (floats + 63) / 64 * 64; }

Matrix parameters(int64_t first) {
  Matrix matrix;
  matrix.parameter = first;
  return matrix;
}

}  // namespace

Pass::Pass(const Architecture& architecture, bool trains) : architecture_(architecture), trains_(trains) {}

Cut Pass::cut(int64_t rows, int64_t columns, int64_t inner) const {
  return trains_ ? cut_of(rows, columns, inner) : uncut(rows, columns, inner);
}

Pass::Places Pass::places(int64_t rows, int64_t replicas) const {
  Layout layout;
  Places p;
  int64_t group = rows * replicas;
  // Fewer rows take less, aligned or not.
  auto matrices = [&](int64_t width) { return replicas * aligned(rows * width); };
  int64_t widest = 0;
  int64_t partials = 0;
  p.features = layout.take<float>(matrices(architecture_.inputs));
  for (std::size_t i = 0; i < architecture_.layers.size(); i++) {
    const DenseLayer& layer = architecture_.layers[i];
    LayerPlaces own;
    bool drops = trains_ && i > 0 && layer.input_dropout.rate > 0;
    own.dropped = layout.take<float>(drops ? matrices(layer.in) : 0);
    own.z = layout.take<float>(trains_ && needs_z(layer.activation) ? matrices(layer.out) : 0);
    own.y = layout.take<float>(matrices(layer.out));
    widest = std::max<int64_t>(widest, layer.out);
    if (trains_) {
      int64_t count = (static_cast<int64_t>(layer.in) + 1) * layer.out;
      own.gradients = layout.take<float>(replicas * aligned(count * most_splits(layer.in + 1, layer.out, rows)));
      partials =
          std::max({partials, partials_room(rows, layer.out, layer.in), partials_room(rows, layer.in, layer.out)});
    }
    p.layers.push_back(own);
  }
  p.outputs = layout.take<float>(matrices(architecture_.outputs()));
  p.gradient = layout.take<float>(trains_ ? matrices(widest) : 0);
  p.next_gradient = layout.take<float>(trains_ ? matrices(widest) : 0);
  p.row_losses = layout.take<double>(group);
  p.classified = layout.take<int32_t>(architecture_.classes() > 0 ? 2 * group : 0);
  p.partials = layout.take<float>(replicas * partials);
  p.squares =
      layout.take<double>(trains_ ? replicas * static_cast<int64_t>(architecture_.layers.size()) * update_blocks() : 0);
  p.scales = layout.take<float>(trains_ ? replicas : 0);
  p.bytes = layout.bytes();
  return p;
}

std::size_t Pass::missing_bytes(int64_t rows, int64_t replicas) const {
  if (rows <= rows_ && replicas <= replicas_) return 0;
  std::size_t wanted = places(std::max(rows, rows_), std::max(replicas, replicas_)).bytes;
  return wanted - std::min(wanted, memory_.bytes());
}

bool Pass::reserve(Device& device, int64_t rows, int64_t replicas) {
  if (rows <= rows_ && replicas <= replicas_) return false;
  rows = std::max(rows, rows_);
  replicas = std::max(replicas, replicas_);
  Places wanted = places(rows, replicas);
  rows_ = 0;
  memory_ = DeviceArray<char>();
  memory_ = DeviceArray<char>(device, wanted.bytes);
  places_ = wanted;
  rows_ = rows;
  replicas_ = replicas;
  return true;
}

Matrix Pass::matrix(const Place<float>& place, int64_t rows, int64_t width) const {
  Matrix matrix;
  matrix.base = at(place);
  matrix.stride = aligned(rows * width);
  return matrix;
}

// A replica's matrices are [rows, width] with the rows that the batch has.
Matrix Pass::input_of(std::size_t i, int64_t rows) const {
  const LayerPlaces& own = places_.layers[i];
  int64_t width = architecture_.layers[i].in;
  if (own.dropped.count > 0) return matrix(own.dropped, rows, width);
  return i == 0 ? matrix(places_.features, rows, width) : matrix(places_.layers[i - 1].y, rows, width);
}

int64_t Pass::partials_stride() const {
  return static_cast<int64_t>(places_.partials.count) / std::max<int64_t>(replicas_, 1);
}

Finish Pass::finish_forward(std::size_t i, int64_t rows) const {
  const DenseLayer& layer = architecture_.layers[i];
  Finish finish;
  finish.kind = Finish::forward;
  finish.activation = layer.activation;
  finish.y = matrix(places_.layers[i].y, rows, layer.out);
  finish.bias = parameters(layer.bias);
  finish.z = matrix(places_.layers[i].z, rows, layer.out);
  if (i + 1 < architecture_.layers.size()) {
    const DenseLayer& next = architecture_.layers[i + 1];
    finish.dropped = matrix(places_.layers[i + 1].dropped, rows, layer.out);
    DropoutMask mask = dropout_mask(next.input_dropout, 0, static_cast<uint32_t>(i + 1), 0);
    finish.drop_below = mask.drop_below;
    finish.drop_scale = mask.scale;
    finish.drop_layer = mask.layer;
  }
  return finish;
}

void Pass::compute(Device& device, const Batch& batch, Operands operands, const Product& product, int64_t in,
                   int64_t out) const {
  if (by_cublas(batch, in, out)) return multiply_wide(device, batch, operands, product);
  multiply(device, batch, operands, product, cut(product.rows, product.columns, product.inner), at(places_.partials),
           partials_stride());
}

void Pass::forward(Device& device, const Batch& batch) const {
  const DenseLayer& first = architecture_.layers.front();
  DropoutMask mask = dropout_mask(trains_ ? first.input_dropout : Dropout{}, 0, 0, 0);
  launch<Gather>(device, {batch.rows, 1, batch.replicas},
                 {batch.runs, batch.cursors, batch.samples, at(places_.features),
                  aligned(batch.rows * architecture_.inputs), mask.drop_below, mask.scale});
  for (std::size_t i = 0; i < architecture_.layers.size(); i++) {
    const DenseLayer& layer = architecture_.layers[i];
    Product product{batch.rows,
                    layer.out,
                    layer.in,
                    input_of(i, batch.rows),
                    parameters(layer.kernel),
                    false,
                    finish_forward(i, batch.rows)};
    compute(device, batch, Operands::forward, product, layer.in, layer.out);
  }
}

const float* Pass::outputs(Device& device, const Batch& batch) const {
  int64_t width = architecture_.outputs();
  int32_t lanes = width <= narrow_row ? 1 : OutputRows::threads;
  launch<OutputRows>(
      device, {blocks_for(batch.rows, OutputRows::threads / lanes), 1, 1},
      {output_of(architecture_.loss), lanes, batch.rows, width, at(places_.layers.back().y), at(places_.outputs)});
  return at(places_.outputs);
}

void Pass::loss(Device& device, const Batch& batch) const {
  int64_t width = architecture_.outputs();
  int32_t lanes = width <= narrow_row ? 1 : LossRows::threads;
  launch<LossRows>(device, {blocks_for(batch.rows, LossRows::threads / lanes), 1, batch.replicas},
                   {batch.runs, batch.cursors, batch.samples, architecture_.loss, lanes, batch.rows, width,
                    1.0f / static_cast<float>(batch.rows), at(places_.layers.back().y), aligned(batch.rows * width),
                    at(places_.outputs), at(places_.gradient), at(places_.row_losses), at(places_.classified)});
}

void Pass::backward(Device& device, const Batch& batch) const {
  const Place<float>* dz = &places_.gradient;
  const Place<float>* dx = &places_.next_gradient;
  for (std::size_t i = architecture_.layers.size(); i-- > 0;) {
    const DenseLayer& layer = architecture_.layers[i];
    Matrix gradient = matrix(*dz, batch.rows, layer.out);
    Product by_parameters{layer.in + int64_t{1}, layer.out, batch.rows, input_of(i, batch.rows), gradient, true, {}};
    Cut cut = cut_of(by_parameters.rows, by_parameters.columns, by_parameters.inner);
    int64_t stride = aligned(splits(layer, batch) * by_parameters.rows * by_parameters.columns);
    if (by_cublas(batch, layer.in, layer.out)) {
      by_parameters.finish.y.base = at(places_.layers[i].gradients);
      by_parameters.finish.y.stride = stride;
      multiply_wide(device, batch, Operands::gradient, by_parameters);
    } else {
      multiply_unfinished(device, batch, Operands::gradient, by_parameters, cut, at(places_.layers[i].gradients),
                          stride);
    }
    if (i == 0) break;
    const DenseLayer& before = architecture_.layers[i - 1];
    DropoutMask mask = dropout_mask(layer.input_dropout, 0, static_cast<uint32_t>(i), 0);
    Finish finish;
    finish.kind = Finish::backward;
    finish.activation = before.activation;
    finish.y = matrix(*dx, batch.rows, layer.in);
    finish.z = matrix(places_.layers[i - 1].z, batch.rows, layer.in);
    finish.before = matrix(places_.layers[i - 1].y, batch.rows, layer.in);
    finish.drop_below = mask.drop_below;
    finish.drop_scale = mask.scale;
    finish.drop_layer = mask.layer;
    Product by_input{batch.rows, layer.in, layer.out, gradient, parameters(layer.kernel), false, finish};
    compute(device, batch, Operands::backward, by_input, layer.in, layer.out);
    std::swap(dz, dx);
  }
}

bool Pass::has_wide_layers(int64_t rows) const {
  return std::any_of(architecture_.layers.begin(), architecture_.layers.end(),
                     [&](const DenseLayer& layer) { return is_wide(rows, layer.in, layer.out); });
}

int32_t Pass::splits(const DenseLayer& layer, const Batch& batch) const {
  return by_cublas(batch, layer.in, layer.out) ? 1 : cut_of(layer.in + 1, layer.out, batch.rows).splits;
}

std::vector<Update::Layer> Pass::gradients_of(const Batch& batch) const {
  std::vector<Update::Layer> table;
  for (std::size_t i = 0; i < architecture_.layers.size(); i++) {
    const DenseLayer& layer = architecture_.layers[i];
    int64_t count = (layer.in + int64_t{1}) * layer.out;
    int32_t pieces = splits(layer, batch);
    table.push_back({layer.kernel, count, layer.bias - layer.kernel, at(places_.layers[i].gradients),
                     aligned(pieces * count), pieces});
  }
  return table;
}

int64_t Pass::update_blocks() const {
  int64_t largest = 0;
  for (const DenseLayer& layer : architecture_.layers) {
    largest = std::max(largest, (layer.in + int64_t{1}) * layer.out);
  }
  return blocks_for(largest, Update::threads);
}

void Pass::update(Device& device, const Batch& batch, const Update::Layer* layers) const {
  int64_t count = static_cast<int64_t>(architecture_.layers.size());
  Grid grid{update_blocks(), count, batch.replicas};
  if (batch.clips) {
    launch<SquaredGradients>(device, grid, {layers, count, at(places_.squares)});
    launch<ClipScale>(device, {1, 1, batch.replicas},
                      {batch.runs, batch.cursors, count * update_blocks(), at(places_.squares), at(places_.scales)});
  }
  launch<Update>(device, grid, {batch.runs, batch.cursors, layers, batch.clips ? at(places_.scales) : nullptr});
}

void Pass::close(Device& device, const Batch& batch, CloseBatch::Totals* totals, int64_t* confusion) const {
  launch<CloseBatch>(device, {1, 1, batch.replicas},
                     {batch.runs, batch.cursors, batch.rows, at(places_.row_losses), at(places_.classified), totals,
                      confusion, architecture_.classes()});
}

}  // namespace weft::cuda
