// All that a user does with a GPU, step by step through the C ABI, each step with its status: a context, data, a
// network that is trained, evaluated, asked and read, and single operations.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "abi_fixture.h"
#include "plugin.h"

extern "C" const weft::Plugin* weft_plugin();

namespace weft::test {

class Course {
 public:
  explicit Course(int32_t path, int32_t replicas = 1, int32_t device = 0)
      : path_(path), replicas_(replicas), device_(device), slice_(samples, batch) {
    use_cuda_plugin(weft_plugin());
    Random random(3);
    for (uint8_t& pixel : pixels_) pixel = static_cast<uint8_t>(random.bits() >> 24);
    for (int32_t& label : labels_) label = static_cast<int32_t>(random.bits() % classes);
    features_ = random.values(features_.size(), 0, 1);
    start_ = random.values(parameters, -0.2f, 0.2f);
    steps_ = {
        [this] { return create_context(); }, [this] { return describe(); }, [this] { return create_dataset(); },
        [this] { return create_network(); }, [this] { return write(); },    [this] { return train(); },
        [this] { return train(); },          [this] { return evaluate(); }, [this] { return predict(); },
        [this] { return predict_rows(); },   [this] { return read(); },     [this] { return loss(); },
    };
  }
  ~Course() { close(); }
  Course(const Course&) = delete;
  Course& operator=(const Course&) = delete;

  // Goes on where it stands, up to a step that fails or to the end.
  weft_status run() { return run_to(steps_.size()); }

  // The steps before the first training.
  weft_status prepare() { return run_to(5); }

  weft_status train_once() { return train(); }

  void close() {
    if (network_ != 0) weft_network_destroy(network_);
    if (dataset_ != 0) weft_dataset_destroy(dataset_);
    if (context_ != 0) weft_context_destroy(context_);
    network_ = dataset_ = context_ = 0;
  }

  // Destroys the network alone, as a thread of its own may.
  void drop_network() {
    weft_network_destroy(network_);
    network_ = 0;
  }

  const std::vector<float>& result() const { return result_; }
  const std::vector<float>& outputs() const { return outputs_; }
  const std::vector<double>& losses() const { return slice_.losses; }
  double evaluated() const { return evaluated_; }
  int32_t taken() const {
    int32_t path = 0;
    REQUIRE_OK(weft_network_path(network_, &path));
    return path;
  }

  static constexpr int32_t samples = 70;
  static constexpr int32_t batch = 32;
  static constexpr int32_t inputs = 7;
  static constexpr int32_t classes = 3;
  static constexpr int32_t units = 10;
  static constexpr std::size_t parameters = (inputs + 1) * units + (units + 1) * classes;

 private:
  weft_status run_to(std::size_t end) {
    for (; at_ < end; at_++) {
      weft_status status = steps_[at_]();
      if (status != WEFT_OK) return status;
    }
    return WEFT_OK;
  }

  weft_status create_context() {
    int32_t backend = path_ < 0 ? WEFT_BACKEND_CPU : WEFT_BACKEND_CUDA;
    if (backend == WEFT_BACKEND_CPU) REQUIRE_OK(weft_load_blas(WEFT_TEST_OPENBLAS));
    weft_context_options options{backend, device_, 0, WEFT_ISA_AUTO, std::max(path_, 0)};
    return weft_context_create(&options, &context_);
  }
  weft_status describe() {
    weft_context_info info;
    return weft_context_describe(context_, &info);
  }
  weft_status create_dataset() {
    return weft_dataset_create(context_, WEFT_UINT8, pixels_.data(), samples, inputs, labels_.data(), classes, nullptr,
                               0, &dataset_);
  }
  weft_status create_network() {
    std::vector<weft_dense_layer> layers = {{units, WEFT_RELU, 0, 0, 0}, {classes, WEFT_LINEAR, 0, 0, 0}};
    std::vector<uint64_t> seeds(static_cast<std::size_t>(replicas_), 7);
    return weft_network_create(context_, inputs, layers.data(), 2, WEFT_SOFTMAX_CROSS_ENTROPY, seeds.data(), replicas_,
                               &network_);
  }
  weft_status write() {
    for (int32_t r = 0; r < replicas_; r++) {
      weft_status status =
          weft_network_write(network_, r, WEFT_PARAMETERS, start_.data(), static_cast<int64_t>(parameters));
      if (status != WEFT_OK) return status;
    }
    return WEFT_OK;
  }
  weft_status train() {
    std::vector<weft_training_plan> plans(static_cast<std::size_t>(replicas_), slice_.plan());
    return weft_network_train(network_, dataset_, samples, batch, plans.data(), replicas_);
  }
  weft_status evaluate() {
    int64_t correct = 0;
    std::vector<int64_t> confusion(classes * classes);
    return weft_network_evaluate(network_, 0, dataset_, 3, 60, &evaluated_, &correct, confusion.data(),
                                 static_cast<int64_t>(confusion.size()));
  }
  weft_status predict() {
    outputs_.resize(samples * classes);
    return weft_network_predict(network_, 0, dataset_, 0, samples, outputs_.data(),
                                static_cast<int64_t>(outputs_.size()));
  }
  weft_status predict_rows() {
    std::vector<float> outputs(samples * classes);
    return weft_network_predict_rows(network_, 0, features_.data(), static_cast<int64_t>(features_.size()),
                                     outputs.data(), static_cast<int64_t>(outputs.size()));
  }
  weft_status read() {
    result_.assign(parameters, -77);
    return weft_network_read(network_, replicas_ - 1, WEFT_PARAMETERS, result_.data(),
                             static_cast<int64_t>(parameters));
  }
  weft_status loss() {
    std::vector<float> z(6, 0.5f), targets(6, 0.25f), weights(2, 1.0f), outputs(6), dz(6);
    double value = 0;
    return weft_loss(context_, WEFT_SOFTMAX_CROSS_ENTROPY, 2, 3, z.data(), targets.data(), weights.data(),
                     outputs.data(), dz.data(), &value);
  }

  int32_t path_;  // -1: the CPU backend
  int32_t replicas_;
  int32_t device_;
  std::vector<uint8_t> pixels_ = std::vector<uint8_t>(samples * inputs);
  std::vector<int32_t> labels_ = std::vector<int32_t>(samples);
  std::vector<float> features_ = std::vector<float>(samples * inputs);
  std::vector<float> start_;
  std::vector<float> result_;
  std::vector<float> outputs_;
  double evaluated_ = 0;
  Slice slice_;
  weft_context context_ = 0;
  weft_dataset dataset_ = 0;
  weft_network network_ = 0;
  std::size_t at_ = 0;
  std::vector<std::function<weft_status()>> steps_;
};

// Norm of the difference over norm.
inline double distance(const std::vector<float>& a, const std::vector<float>& b) {
  REQUIRE(a.size() == b.size());
  double difference = 0;
  double norm = 0;
  for (std::size_t i = 0; i < a.size(); i++) {
    difference += std::pow(static_cast<double>(a[i]) - b[i], 2);
    norm += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(difference / norm);
}

}  // namespace weft::test
