#include "cpu/context.h"

#include <algorithm>
#include <cstring>

#include "cpu/dataset.h"
#include "cpu/instruction_set.h"
#include "cpu/network.h"
#include "cpu/processors.h"
#include "error.h"

namespace weft::cpu {
namespace {

constexpr int32_t most_threads = 1024;

int thread_count(int32_t wanted) {
  require(wanted >= 0 && wanted <= most_threads, "threads is ", wanted, ", expected 0 to ", most_threads);
  if (wanted > 0) return wanted;
  return std::min(available_processors(), static_cast<int>(most_threads));
}

template <std::size_t size>
void copy_text(const std::string& text, char (&to)[size]) {
  std::strncpy(to, text.c_str(), size - 1);
  to[size - 1] = '\0';
}

}  // namespace

CpuContext::CpuContext(const weft_context_options& options)
    : instruction_set_(resolve_instruction_set(options.instruction_set)),
      path_(options.path),
      compute_(blas(), kernels_for(instruction_set_), thread_count(options.threads)) {
  require(path_ >= WEFT_PATH_AUTO && path_ <= WEFT_PATH_FUSED, "path ", path_, " does not exist on a CPU, expected ",
          WEFT_PATH_AUTO, " to ", WEFT_PATH_FUSED);
}

void CpuContext::describe(weft_context_info& info) {
  info.backend = WEFT_BACKEND_CPU;
  info.device = 0;
  info.threads = compute_.threads();
  info.instruction_set = instruction_set_;
  processor_name(info.device_name, sizeof(info.device_name));
  copy_text(compute_.blas().core, info.blas_core);
  copy_text(compute_.blas().config, info.blas_config);
}

std::shared_ptr<Dataset> CpuContext::create_dataset(const DatasetSource& source) {
  return std::make_shared<CpuDataset>(source);
}

std::shared_ptr<Network> CpuContext::create_network(const Architecture& architecture, Span<const uint64_t> seeds) {
  return make_network(std::static_pointer_cast<CpuContext>(shared_from_this()), architecture, seeds);
}

void CpuContext::dense_forward(int32_t batch, int32_t in, int32_t out, const float* x, const float* kernel,
                               const float* bias, float* z) {
  Turn turn(*this);
  compute_.dense_forward(batch, in, out, x, kernel, bias, z);
}

void CpuContext::dense_backward(int32_t batch, int32_t in, int32_t out, const float* x, const float* kernel,
                                const float* dz, float* dx, float* dkernel, float* dbias) {
  Turn turn(*this);
  compute_.dense_backward(batch, in, out, x, kernel, dz, dx, dkernel, dbias);
}

void CpuContext::activation_forward(Activation activation, int64_t count, const float* z, float* y) {
  Turn turn(*this);
  compute_.activation_forward(activation, count, z, y);
}

void CpuContext::activation_backward(Activation activation, int64_t count, const float* z, const float* y,
                                     const float* dy, float* dz) {
  Turn turn(*this);
  compute_.activation_backward(activation, count, z, y, dy, dz);
}

void CpuContext::dropout(float rate, uint64_t seed, uint32_t layer, uint32_t step, int64_t count, const float* x,
                         float* y) {
  Turn turn(*this);
  compute_.dropout({rate, true}, seed, layer, step, count, x, y);
}

double CpuContext::loss(Loss loss, int32_t batch, int32_t width, const float* logits, const float* targets,
                        const float* weights, float* outputs, float* dlogits) {
  Turn turn(*this);
  AlignedBuffer<double> row_losses(static_cast<std::size_t>(batch));
  LossRows rows{batch,   width,   logits,           targets, weights, 1.0f / static_cast<float>(batch),
                outputs, dlogits, row_losses.data()};
  compute_.loss(loss, rows);
  double sum = 0;
  for (int32_t row = 0; row < batch; row++) sum += row_losses.data()[row];
  return sum / batch;
}

void CpuContext::update(const weft_optimizer& optimizer, float learning_rate, int64_t step, int64_t count,
                        const float* gradients, float* parameters, float* first_moments, float* second_moments) {
  Turn turn(*this);
  compute_.update(Tensor::kernel, optimizer_step(optimizer, learning_rate, step), count, gradients, parameters,
                  first_moments, second_moments, nullptr);
}

std::shared_ptr<Context> open(const weft_context_options& options) {
  require(options.device == 0, "device is ", options.device, ", the CPU is device 0");
  return std::make_shared<CpuContext>(options);
}

}  // namespace weft::cpu
