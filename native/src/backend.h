// What a backend implements. The ABI (api_*.cpp) validates what needs no device and calls these; a backend adds what
// only it knows. A second backend is a second implementation of Context, and a line in open_context().
#pragma once

#include <cstdint>
#include <memory>

#include "architecture.h"
#include "span.h"
#include "weft/weft.h"

namespace weft {

// Samples as they crossed the ABI, already validated; a backend copies them.
struct DatasetSource {
  int32_t feature_type;
  const void* features;
  int64_t samples;
  int32_t width;
  Span<const int32_t> labels;
  int32_t classes;
  Span<const float> targets;
  int32_t target_width;
};

class Dataset {
 public:
  virtual ~Dataset() = default;
  virtual int64_t samples() const = 0;
  virtual int32_t width() const = 0;
  virtual int32_t classes() const = 0;
  virtual int32_t target_width() const = 0;
  virtual bool is_uint8() const = 0;
};

// Results of an evaluation; confusion is empty or [classes, classes].
struct EvaluationResult {
  double loss = 0;
  int64_t correct = 0;
  Span<int64_t> confusion;
};

class Network {
 public:
  virtual ~Network() = default;
  virtual const Architecture& architecture() const = 0;
  virtual int32_t replicas() const = 0;
  // One of WEFT_PATH_... but AUTO.
  virtual int32_t path() const = 0;
  virtual void read(int32_t replica, int32_t state, Span<float> values) = 0;
  virtual void write(int32_t replica, int32_t state, Span<const float> values) = 0;
  virtual bool has_average(int32_t replica) = 0;
  virtual int64_t step(int32_t replica) = 0;
  virtual void set_step(int32_t replica, int64_t step) = 0;
  virtual void set_seed(int32_t replica, uint64_t seed) = 0;
  // The dataset is of this network's context and fits the architecture; orders lie within it. A replica whose order is
  // null rests.
  virtual void train(const Dataset& dataset, int64_t samples, int32_t batch_size, Span<weft_training_plan> plans) = 0;
  virtual void evaluate(int32_t replica, const Dataset& dataset, int64_t first, int64_t count,
                        EvaluationResult& result) = 0;
  virtual void predict(int32_t replica, const Dataset& dataset, int64_t first, int64_t count, float* outputs) = 0;
  // features is [rows, inputs] in host memory.
  virtual void predict_rows(int32_t replica, const float* features, int64_t rows, float* outputs) = 0;
};

// The single operations of weft.h, on host arrays.
class Operations {
 public:
  virtual ~Operations() = default;
  virtual void dense_forward(int32_t batch, int32_t in, int32_t out, const float* x, const float* kernel,
                             const float* bias, float* z) = 0;
  virtual void dense_backward(int32_t batch, int32_t in, int32_t out, const float* x, const float* kernel,
                              const float* dz, float* dx, float* dkernel, float* dbias) = 0;
  virtual void activation_forward(Activation activation, int64_t count, const float* z, float* y) = 0;
  virtual void activation_backward(Activation activation, int64_t count, const float* z, const float* y,
                                   const float* dy, float* dz) = 0;
  virtual void dropout(float rate, uint64_t seed, uint32_t layer, uint32_t step, int64_t count, const float* x,
                       float* y) = 0;
  virtual double loss(Loss loss, int32_t batch, int32_t width, const float* logits, const float* targets,
                      const float* weights, float* outputs, float* dlogits) = 0;
  virtual void update(const weft_optimizer& optimizer, float learning_rate, int64_t step, int64_t count,
                      const float* gradients, float* parameters, float* first_moments, float* second_moments) = 0;
};

class Context : public std::enable_shared_from_this<Context> {
 public:
  virtual ~Context() = default;
  virtual void describe(weft_context_info& info) = 0;
  virtual std::shared_ptr<Dataset> create_dataset(const DatasetSource& source) = 0;
  virtual std::shared_ptr<Network> create_network(const Architecture& architecture, Span<const uint64_t> seeds) = 0;
  virtual Operations& operations() = 0;
};

// Throws WEFT_UNAVAILABLE for a backend that this build or this machine does not have.
std::shared_ptr<Context> open_context(const weft_context_options& options);

}  // namespace weft
