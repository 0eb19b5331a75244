// Contexts, datasets and networks made through the C ABI and destroyed with their owner.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "random_values.h"
#include "weft/weft.h"

namespace weft::test {

// The constants of Keras.
constexpr weft_optimizer adam{WEFT_ADAM, 0.9, 0.999, 1e-7, 0, 0, 0};

#define REQUIRE_OK(call)                  \
  do {                                    \
    weft_status status_of_call = (call);  \
    INFO(std::string(weft_last_error())); \
    REQUIRE(status_of_call == WEFT_OK);   \
  } while (false)

struct ContextOwner {
  weft_context handle = 0;

  explicit ContextOwner(int32_t threads = 1, int32_t isa = WEFT_ISA_AUTO, int32_t path = WEFT_PATH_AUTO) {
    REQUIRE_OK(weft_load_blas(WEFT_TEST_OPENBLAS));
    weft_context_options options{WEFT_BACKEND_CPU, 0, threads, isa, path};
    REQUIRE_OK(weft_context_create(&options, &handle));
  }
  // Of the CUDA backend that the test has set up.
  static ContextOwner cuda(int32_t path = WEFT_PATH_AUTO) {
    ContextOwner owner{Nothing{}};
    weft_context_options options{WEFT_BACKEND_CUDA, 0, 0, WEFT_ISA_AUTO, path};
    REQUIRE_OK(weft_context_create(&options, &owner.handle));
    return owner;
  }
  ~ContextOwner() {
    if (handle != 0) weft_context_destroy(handle);
  }
  ContextOwner(ContextOwner&& other) noexcept : handle(other.handle) { other.handle = 0; }
  ContextOwner& operator=(const ContextOwner&) = delete;

 private:
  struct Nothing {};
  explicit ContextOwner(Nothing) {}
};

// Random uint8 samples with random labels: nothing to learn, everything to compute.
struct DatasetOwner {
  weft_dataset handle = 0;

  DatasetOwner(weft_context context, int64_t samples, int32_t width, int32_t classes) {
    Random random(17);
    std::vector<uint8_t> pixels(static_cast<std::size_t>(samples * width));
    for (uint8_t& pixel : pixels) pixel = static_cast<uint8_t>(random.bits() >> 24);
    std::vector<int32_t> labels(static_cast<std::size_t>(samples));
    for (int32_t& label : labels) label = static_cast<int32_t>(random.bits() % static_cast<uint32_t>(classes));
    REQUIRE_OK(weft_dataset_create(context, WEFT_UINT8, pixels.data(), samples, width, labels.data(), classes, nullptr,
                                   0, &handle));
  }
  ~DatasetOwner() { weft_dataset_destroy(handle); }
  DatasetOwner(const DatasetOwner&) = delete;
  DatasetOwner& operator=(const DatasetOwner&) = delete;
};

struct NetworkOwner {
  weft_network handle = 0;
  int64_t parameters = 0;
  int32_t replicas;

  // A softmax network of ReLU layers; every replica starts from the same random parameters.
  NetworkOwner(weft_context context, const std::vector<int32_t>& widths, std::vector<uint64_t> seeds = {1},
               float dropout = 0)
      : replicas(static_cast<int32_t>(seeds.size())) {
    std::vector<weft_dense_layer> layers;
    for (std::size_t i = 1; i < widths.size(); i++) {
      bool last = i + 1 == widths.size();
      layers.push_back({widths[i], last ? WEFT_LINEAR : WEFT_RELU, 0, i > 1 ? dropout : 0, 0});
      parameters += static_cast<int64_t>(widths[i - 1] + 1) * widths[i];
    }
    REQUIRE_OK(weft_network_create(context, widths[0], layers.data(), static_cast<int32_t>(layers.size()),
                                   WEFT_SOFTMAX_CROSS_ENTROPY, seeds.data(), replicas, &handle));
    std::vector<float> start = Random(5).values(static_cast<std::size_t>(parameters), -0.1f, 0.1f);
    for (int32_t r = 0; r < replicas; r++) {
      REQUIRE_OK(weft_network_write(handle, r, WEFT_PARAMETERS, start.data(), parameters));
    }
  }
  ~NetworkOwner() { weft_network_destroy(handle); }
  NetworkOwner(const NetworkOwner&) = delete;
  NetworkOwner& operator=(const NetworkOwner&) = delete;

  std::vector<float> read(int32_t state = WEFT_PARAMETERS, int32_t replica = 0) const {
    std::vector<float> values(static_cast<std::size_t>(parameters));
    REQUIRE_OK(weft_network_read(handle, replica, state, values.data(), parameters));
    return values;
  }
};

// One pass over the first samples of a dataset.
struct Slice {
  std::vector<int32_t> order;
  std::vector<float> learning_rates;
  std::vector<double> losses;
  int32_t batch_size;

  Slice(int32_t samples, int32_t batch, int32_t first = 0)
      : order(static_cast<std::size_t>(samples)), batch_size(batch) {
    for (std::size_t i = 0; i < order.size(); i++) order[i] = first + static_cast<int32_t>(i);
    std::size_t steps = static_cast<std::size_t>((samples + batch - 1) / batch);
    learning_rates.assign(steps, 0.001f);
    losses.assign(steps, 0);
  }

  weft_training_plan plan() {
    return {order.data(), learning_rates.data(), nullptr, losses.data(), -1, adam, {0, 0, 0}};
  }

  weft_status train(weft_network network, weft_dataset dataset) {
    weft_training_plan only = plan();
    return weft_network_train(network, dataset, static_cast<int64_t>(order.size()), batch_size, &only, 1);
  }
};

}  // namespace weft::test
