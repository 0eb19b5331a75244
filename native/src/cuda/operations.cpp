#include "cuda/operations.h"

#include <vector>

#include "cuda/context.h"
#include "cuda/kernels/close_batch.h"
#include "cuda/kernels/elementwise.h"
#include "cuda/kernels/loss.h"
#include "cuda/kernels/update.h"
#include "cuda/wide_product.h"

namespace weft::cuda {
namespace {

std::string shape(int64_t rows, int64_t columns) { return std::to_string(rows) + " x " + std::to_string(columns); }

std::size_t product_of(int64_t a, int64_t b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); }

// Host arrays on the device, for as long as an operation runs.
class Arrays {
 public:
  explicit Arrays(Device& device) : device_(device) {}

  template <typename T>
  T* in(const T* host, std::size_t count) {
    T* there = out<T>(count);
    if (count > 0) device_.load(there, host, count * sizeof(T));
    return there;
  }

  template <typename T>
  T* out(std::size_t count) {
    arrays_.emplace_back(device_, count * sizeof(T));
    return reinterpret_cast<T*>(arrays_.back().data());
  }

  template <typename T>
  void fetch(T* host, const T* there, std::size_t count) {
    if (count > 0) device_.fetch(host, there, count * sizeof(T));
  }

 private:
  Device& device_;
  std::vector<DeviceArray<char>> arrays_;
};

Matrix matrix(const float* base) {
  Matrix matrix;
  matrix.base = const_cast<float*>(base);
  return matrix;
}

// A product of one replica, as training would have it: by cuBLAS, or in as many splits.
void run(Turn& turn, Arrays& arrays, Operands operands, const Product& product) {
  Device& device = turn.device();
  ReplicaRun run{};
  Cursor cursor{};
  Batch batch{arrays.in(&run, 1), arrays.in(&cursor, 1), {}, 0, 1};
  if (is_wide(product.rows - (product.ones_row ? 1 : 0), product.columns, product.inner)) {
    batch.wide.cublas = turn.cublas();
    if (batch.wide.cublas != nullptr) return multiply_wide(device, batch, operands, product);
  }
  Cut cut = cut_of(product.rows, product.columns, product.inner);
  float* partials = arrays.out<float>(product_of(product.rows * cut.splits, product.columns));
  multiply(device, batch, operands, product, cut, partials, 0);
}

}  // namespace

void CudaOperations::dense_forward(int32_t batch, int32_t in, int32_t out, const float* x, const float* kernel,
                                   const float* bias, float* z) {
  Turn turn(context_, "a dense forward pass of " + shape(batch, in) + " x " + std::to_string(out));
  Arrays arrays(turn.device());
  float* result = arrays.out<float>(product_of(batch, out));
  Finish finish;
  finish.kind = Finish::forward;
  finish.bias = matrix(arrays.in(bias, static_cast<std::size_t>(out)));
  finish.y = matrix(result);
  run(turn, arrays, Operands::forward,
      {batch, out, in, matrix(arrays.in(x, product_of(batch, in))), matrix(arrays.in(kernel, product_of(in, out))),
       false, finish});
  arrays.fetch(z, result, product_of(batch, out));
}

void CudaOperations::dense_backward(int32_t batch, int32_t in, int32_t out, const float* x, const float* kernel,
                                    const float* dz, float* dx, float* dkernel, float* dbias) {
  Turn turn(context_, "a dense backward pass of " + shape(batch, in) + " x " + std::to_string(out));
  Arrays arrays(turn.device());
  float* there = arrays.in(dz, product_of(batch, out));
  float* gradients = arrays.out<float>(product_of(in + int64_t{1}, out));
  Finish by_parameters;
  by_parameters.y = matrix(gradients);
  run(turn, arrays, Operands::gradient,
      {in + int64_t{1}, out, batch, matrix(arrays.in(x, product_of(batch, in))), matrix(there), true, by_parameters});
  arrays.fetch(dkernel, gradients, product_of(in, out));
  arrays.fetch(dbias, gradients + product_of(in, out), static_cast<std::size_t>(out));
  if (dx == nullptr) return;
  float* result = arrays.out<float>(product_of(batch, in));
  Finish by_input;
  by_input.y = matrix(result);
  run(turn, arrays, Operands::backward,
      {batch, in, out, matrix(there), matrix(arrays.in(kernel, product_of(in, out))), false, by_input});
  arrays.fetch(dx, result, product_of(batch, in));
}

namespace {

void elementwise(Device& device, Arrays& arrays, Elementwise::Args args, float* to) {
  std::size_t count = static_cast<std::size_t>(args.count);
  if (count == 0) return;
  args.result = arrays.out<float>(count);
  launch<Elementwise>(device, {blocks_for(args.count, Elementwise::threads), 1, 1}, args);
  arrays.fetch(to, args.result, count);
}

}  // namespace

void CudaOperations::activation_forward(Activation activation, int64_t count, const float* z, float* y) {
  Turn turn(context_, "an activation of " + std::to_string(count) + " elements");
  Arrays arrays(turn.device());
  Elementwise::Args args{};
  args.kind = Elementwise::activation_forward;
  args.activation = activation;
  args.count = count;
  args.x = arrays.in(z, static_cast<std::size_t>(count));
  elementwise(turn.device(), arrays, args, y);
}

void CudaOperations::activation_backward(Activation activation, int64_t count, const float* z, const float* y,
                                         const float* dy, float* dz) {
  Turn turn(context_, "an activation's gradient of " + std::to_string(count) + " elements");
  Arrays arrays(turn.device());
  std::size_t size = static_cast<std::size_t>(count);
  Elementwise::Args args{};
  args.kind = Elementwise::activation_backward;
  args.activation = activation;
  args.count = count;
  args.x = arrays.in(z, size);
  args.y = arrays.in(y, size);
  args.dy = arrays.in(dy, size);
  elementwise(turn.device(), arrays, args, dz);
}

void CudaOperations::dropout(float rate, uint64_t seed, uint32_t layer, uint32_t step, int64_t count, const float* x,
                             float* y) {
  Turn turn(context_, "dropout of " + std::to_string(count) + " elements");
  Arrays arrays(turn.device());
  Elementwise::Args args{};
  args.kind = Elementwise::dropout;
  args.mask = dropout_mask({rate, true}, seed, layer, step);
  args.count = count;
  args.x = arrays.in(x, static_cast<std::size_t>(count));
  elementwise(turn.device(), arrays, args, y);
}

double CudaOperations::loss(Loss loss, int32_t batch, int32_t width, const float* logits, const float* targets,
                            const float* weights, float* outputs, float* dlogits) {
  Turn turn(context_, "a loss of " + shape(batch, width));
  Device& device = turn.device();
  Arrays arrays(device);
  std::size_t count = product_of(batch, width);
  std::size_t rows = static_cast<std::size_t>(batch);
  ReplicaRun run{};
  Cursor cursor{};
  Samples samples{};
  samples.targets = arrays.in(targets, count);
  samples.weights = arrays.in(weights, rows);
  CloseBatch::Totals totals{};
  CloseBatch::Totals* sums = arrays.in(&totals, 1);
  ReplicaRun* runs = arrays.in(&run, 1);
  Cursor* cursors = arrays.in(&cursor, 1);
  float* p = arrays.out<float>(count);
  float* d = arrays.out<float>(count);
  double* row_losses = arrays.out<double>(rows);
  int32_t lanes = width <= 64 ? 1 : LossRows::threads;
  launch<LossRows>(device, {blocks_for(batch, LossRows::threads / lanes), 1, 1},
                   {runs, cursors, samples, loss, lanes, batch, width, 1.0f / static_cast<float>(batch),
                    arrays.in(logits, count), 0, p, d, row_losses, nullptr});
  launch<CloseBatch>(device, {1, 1, 1}, {runs, cursors, batch, row_losses, nullptr, sums, nullptr, 0});
  if (outputs != nullptr && output_of(loss) != OutputFunction::linear) arrays.fetch(outputs, p, count);
  arrays.fetch(dlogits, d, count);
  arrays.fetch(&totals, sums, 1);
  return totals.loss / batch;
}

void CudaOperations::update(const weft_optimizer& optimizer, float learning_rate, int64_t step, int64_t count,
                            const float* gradients, float* parameters, float* first_moments, float* second_moments) {
  if (count == 0) return;
  Turn turn(context_, "an update of " + std::to_string(count) + " parameters");
  Device& device = turn.device();
  Arrays arrays(device);
  std::size_t size = static_cast<std::size_t>(count);
  OptimizerStep constants = optimizer_step(optimizer, learning_rate, step);
  ReplicaRun run{};
  run.parameters = arrays.in(parameters, size);
  run.first_moments = arrays.in(first_moments, size);
  run.second_moments = arrays.in(second_moments, size);
  run.updates = arrays.in(&constants, 1);
  Cursor cursor{};
  Update::Layer layer{0, count, count, arrays.in(gradients, size), 0, 1};
  launch<Update>(device, {blocks_for(count, Update::threads), 1, 1},
                 {arrays.in(&run, 1), arrays.in(&cursor, 1), arrays.in(&layer, 1), nullptr});
  arrays.fetch(parameters, run.parameters, size);
  arrays.fetch(first_moments, run.first_moments, size);
  arrays.fetch(second_moments, run.second_moments, size);
}

}  // namespace weft::cuda
