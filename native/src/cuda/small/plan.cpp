#include "cuda/small/plan.h"

#include <algorithm>

#include "cuda/small/programs.h"
#include "dropout.h"

namespace weft::cuda::small {
namespace {

// Places in shared memory, one after another.
class Places {
 public:
  Area take(int32_t count, int32_t bytes = 4) {
    Area area{bytes_, count};
    bytes_ += (count * bytes + alignment - 1) / alignment * alignment;
    return area;
  }
  int32_t bytes() const { return bytes_; }

 private:
  static constexpr int32_t alignment = 16;
  int32_t bytes_ = 0;
};

int32_t round_up(int32_t value, int32_t to) { return (value + to - 1) / to * to; }

Dropout dropout_of(const DenseLayer& layer, std::size_t index) {
  if (layer.input_dropout.rate <= 0) return {0, 1, 0};
  DropoutMask mask = dropout_mask(layer.input_dropout, 0, static_cast<uint32_t>(index), 0);
  return {mask.drop_below, mask.scale, mask.layer};
}

// Whether what enters the layer above is another thing than what the derivative is taken from.
bool saves(const Architecture& architecture, std::size_t layer) {
  bool drops = layer + 1 < architecture.layers.size() && architecture.layers[layer + 1].input_dropout.rate > 0;
  return drops || needs_z(architecture.layers[layer].activation);
}

struct Way {
  int32_t path;
  int32_t cluster;
  int32_t width;
  int32_t tile_groups;

  // Whether the first layer's moments are in shared memory.
  bool resident() const { return path == WEFT_PATH_LATENCY; }
  // Whether gradients leave the kernel, instead of being used by it.
  bool gives() const { return path == WEFT_PATH_GRID; }
  // Whether a kernel's array of state is in shared memory. Gradients of several chunks are added up there.
  bool holds(int array, const Data& data) const {
    if (array == 0) return true;
    return !gives() && (array < state_arrays - 1 || data.batch_rows > chunk_rows);
  }
};

FirstLayer first_layer(const Architecture& architecture, const Data& data, const Way& way, Places& places) {
  const DenseLayer& layer = architecture.layers.front();
  FirstLayer first{};
  first.in = layer.in;
  first.out = layer.out;
  first.activation = layer.activation;
  first.words = (layer.in + 3) / 4;
  first.columns = round_up((layer.out + way.cluster - 1) / way.cluster, way.width * way.tile_groups);
  first.groups = first.columns / way.width;
  first.row_bytes = round_up(layer.in * (data.pixels ? 1 : 4), 16);
  // Rows begin 8 banks apart: 4 of them, each 8 words of pixels or 2 vectors of floats, then meet no bank twice.
  first.row_words = round_up(first.row_bytes / 4 - 8, 32) + 8;
  first.kernel = layer.kernel;
  first.bias = layer.bias;
  first.dropout = dropout_of(layer, 0);
  for (Area& stage : first.samples) stage = places.take(chunk_rows * first.row_words);
  first.partial = places.take(partial_sums * first.columns * row_pitch);
  for (int i = 0; i < state_arrays; i++) {
    bool own = i == 0 || (way.resident() && way.holds(i, data));
    first.kernels[i] = places.take(own ? 4 * first.words * first.columns : 0);
  }
  first.biases = places.take(state_arrays * first.columns);
  for (Area& outputs : first.outputs) outputs = places.take(layer.out * row_pitch);
  first.saved = places.take(saves(architecture, 0) ? first.columns * row_pitch : 0);
  first.dz[0] = places.take(chunk_rows * first.columns);
  first.dz[1] = way.gives() ? places.take(chunk_rows * first.columns) : first.dz[0];
  return first;
}

UpperLayer upper_layer(const Architecture& architecture, const Data& data, const Way& way, std::size_t index,
                       Places& places) {
  const DenseLayer& layer = architecture.layers[index];
  UpperLayer upper{};
  upper.in = layer.in;
  upper.out = layer.out;
  upper.activation = layer.activation;
  upper.pitch = layer.out | 1;
  upper.kernel = layer.kernel;
  upper.bias = layer.bias;
  upper.dropout = dropout_of(layer, index);
  upper.factors = places.take(layer.input_dropout.rate > 0 ? layer.in * row_pitch : 0);
  for (int i = 0; i < state_arrays; i++)
    upper.kernels[i] = places.take(way.holds(i, data) ? layer.in * upper.pitch : 0);
  upper.biases = places.take(state_arrays * layer.out);
  upper.outputs = places.take(layer.out * row_pitch);
  upper.saved = places.take(saves(architecture, index) ? layer.out * row_pitch : 0);
  upper.dz = places.take(layer.out * row_pitch);
  return upper;
}

// Tells each layer where its neighbours' values are.
void connect(Shape& shape, Places& places) {
  FirstLayer& first = shape.first;
  Area outputs[2] = {first.outputs[0], first.outputs[1]};
  Area* factors = &first.factors;
  Activation activation = first.activation;
  Area saved{};
  Area dz[2] = {first.dz[0], first.dz[1]};
  for (int i = 0; i < shape.upper_layers; i++) {
    UpperLayer& layer = shape.upper[i];
    *factors = layer.factors;
    factors = &layer.output_factors;
    layer.inputs[0] = outputs[0];
    layer.inputs[1] = outputs[1];
    layer.below_activation = activation;
    layer.below_saved = saved;
    layer.below_dz[0] = dz[0];
    layer.below_dz[1] = dz[1];
    outputs[0] = outputs[1] = layer.outputs;
    activation = layer.activation;
    saved = layer.saved.count > 0 ? layer.saved : layer.outputs;
    dz[0] = dz[1] = layer.dz;
  }
  shape.logits[0] = outputs[0];
  shape.logits[1] = outputs[1];
  shape.dlogits = shape.upper_layers > 0 ? dz[0] : places.take(first.out * row_pitch);
}

Shape shape_of(const Architecture& architecture, const Data& data, const Way& way, int32_t threads) {
  Shape shape{};
  Places places;
  shape.barriers = places.take(2, 8);
  shape.loss_sum = places.take(1, 8);
  shape.correct = places.take(1, 8);
  shape.first = first_layer(architecture, data, way, places);
  shape.upper_layers = static_cast<int32_t>(architecture.layers.size()) - 1;
  for (std::size_t i = 1; i < architecture.layers.size(); i++) {
    shape.upper[i - 1] = upper_layer(architecture, data, way, i, places);
  }
  connect(shape, places);
  shape.loss = architecture.loss;
  shape.outputs = architecture.outputs();
  shape.classes = architecture.classes();
  shape.soft_targets = data.soft_targets;
  shape.row_sums = places.take(2 * chunk_rows);
  shape.labels = places.take(2 * chunk_rows);
  shape.weights = places.take(2 * chunk_rows);
  shape.targets = places.take(data.soft_targets ? 2 * shape.outputs * row_pitch : 0);
  shape.cluster = way.cluster;
  shape.threads = threads;
  shape.parameters = static_cast<int32_t>(architecture.parameters);
  shape.shared_bytes = places.bytes();
  if (way.path == WEFT_PATH_THROUGHPUT) {
    shape.scratch_floats =
        static_cast<int64_t>(state_arrays - 1) * 4 * shape.first.words * shape.first.columns * way.cluster;
  } else if (way.gives()) {
    // A last batch of fewer rows may have more teams, though no more than chunks.
    GridStep step = grid_step(0, 0, data.batch_rows, architecture.parameters);
    int32_t teams = std::min((data.batch_rows - 1) / chunk_rows + 1, most_teams);
    shape.scratch_floats = grid_scratch_floats(teams, step.gradient_pitch);
  }
  return shape;
}

Plan plan_of(const Architecture& architecture, const Data& data, Program program, int32_t cluster, int32_t threads) {
  Way way = with_kernel(program, [cluster](auto kernel) -> Way {
    using Kernel = decltype(kernel);
    return {Kernel::path, cluster, Kernel::Kind::width, Kernel::Kind::tile_groups};
  });
  return {program, shape_of(architecture, data, way, threads)};
}

}  // namespace

Plan latency_plan(const Architecture& architecture, const Data& data, int32_t cluster, int32_t threads) {
  bool narrow = (architecture.layers.front().out + cluster - 1) / cluster <= 2;
  Program pixels = narrow ? Program::latency_pixels_2 : Program::latency_pixels_4;
  Program floats = narrow ? Program::latency_floats_2 : Program::latency_floats_4;
  return plan_of(architecture, data, data.pixels ? pixels : floats, cluster, threads);
}

Plan throughput_plan(const Architecture& architecture, const Data& data, int32_t threads) {
  return plan_of(architecture, data, data.pixels ? Program::throughput_pixels : Program::throughput_floats, 1, threads);
}

Plan grid_plan(const Architecture& architecture, const Data& data, int32_t cluster, int32_t threads) {
  bool narrow = (architecture.layers.front().out + cluster - 1) / cluster <= 8;
  Program pixels = narrow ? Program::grid_pixels_4 : Program::grid_pixels_8;
  Program floats = narrow ? Program::grid_floats_4 : Program::grid_floats_8;
  return plan_of(architecture, data, data.pixels ? pixels : floats, cluster, threads);
}

std::vector<GridStep> grid_steps(int32_t count, int32_t batch_size, int64_t parameters) {
  std::vector<GridStep> steps;
  for (int32_t left = count; left > 0; left -= std::min(left, batch_size)) {
    steps.push_back(
        grid_step(static_cast<int32_t>(steps.size()), count - left, std::min(left, batch_size), parameters));
  }
  return steps;
}

int32_t path_of(const Plan& plan) {
  return with_kernel(plan.program, [](auto kernel) { return decltype(kernel)::path; });
}

}  // namespace weft::cuda::small
