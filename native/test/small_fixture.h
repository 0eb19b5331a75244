// Small networks trained by the GPU's kernels, on the processor.
#pragma once

#include <cmath>
#include <cstdlib>
#include <functional>
#include <memory>
#include <vector>

#include "cuda/small/launches.h"
#include "random_values.h"
#include "reference64.h"
#include "shim/kernel.h"

namespace weft::test {

// An array that begins where a bulk copy may begin.
template <typename T>
class Aligned {
 public:
  explicit Aligned(std::size_t count)
      : data_(static_cast<T*>(std::aligned_alloc(256, (count * sizeof(T) + 255) / 256 * 256))) {
    std::fill(data_.get(), data_.get() + count, T{});
  }
  T* data() const { return data_.get(); }
  T& operator[](std::size_t i) const { return data_.get()[i]; }

 private:
  struct Free {
    void operator()(T* p) const { std::free(p); }
  };
  std::unique_ptr<T, Free> data_;
};

// Memory that a kernel is given.
struct Given {
  const void* begin;
  std::size_t bytes;
};

template <typename Array>
Given given(const Array& array, std::size_t count) {
  return {array.data(), count * sizeof(*array.data())};
}

struct SmallProblem {
  std::vector<int32_t> widths;
  int32_t batch;
  int32_t activation = WEFT_RELU;
  int32_t loss = WEFT_SOFTMAX_CROSS_ENTROPY;
  float dropout = 0;        // of every layer's input but the first's
  float input_dropout = 0;  // of the samples
  bool pixels = true;
  bool class_weights = false;
  int32_t samples = 103;
  float activation_parameter = 0;
  // A larger epsilon than Adam's usual one: with 1e-7 a gradient that cancels out moves its parameter by the sign of
  // its rounding error.
  weft_optimizer optimizer{WEFT_ADAM, 0.9, 0.999, 1e-4, 0, 0, 0};
  bool unscaled = false;  // dropout, of all layers

  Architecture architecture() const {
    std::vector<weft_dense_layer> layers;
    for (std::size_t i = 1; i < widths.size(); i++) {
      bool last = i + 1 == widths.size();
      layers.push_back({widths[i], last ? WEFT_LINEAR : activation, last ? 0 : activation_parameter,
                        i == 1 ? input_dropout : dropout, unscaled ? 1 : 0});
    }
    return Architecture(widths.front(), layers.data(), static_cast<int32_t>(layers.size()), loss);
  }

  bool labelled() const {
    return loss == WEFT_SOFTMAX_CROSS_ENTROPY || (loss == WEFT_SIGMOID_CROSS_ENTROPY && widths.back() == 1);
  }

  cuda::small::Data data() const { return {pixels, !labelled(), std::min(batch, samples)}; }
};

// Samples in the layout of the device, and as the reference takes them.
class SmallData {
 public:
  SmallData(const SmallProblem& problem, uint64_t seed)
      : width_(static_cast<std::size_t>(problem.widths.front())),
        outputs_(static_cast<std::size_t>(problem.widths.back())),
        pitch_((width_ * (problem.pixels ? 1 : 4) + 15) / 16 * 16),
        rows_(static_cast<std::size_t>(problem.samples) * pitch_),
        labels_(static_cast<std::size_t>(problem.samples)),
        targets_(static_cast<std::size_t>(problem.samples) * outputs_),
        pixels_(problem.pixels),
        labelled_(problem.labelled()) {
    Random random(seed);
    std::size_t samples = static_cast<std::size_t>(problem.samples);
    class_weights_ = random.values(std::max<std::size_t>(outputs_, 2), 0.5f, 2);
    table_ = {width_, outputs_, {}, std::vector<double>(samples * outputs_), std::vector<double>(samples, 1)};
    for (std::size_t i = 0; i < samples; i++) {
      for (std::size_t k = 0; k < width_; k++) {
        unsigned char* at = rows_.data() + i * pitch_ + k * (pixels_ ? 1 : 4);
        if (pixels_) {
          *at = random.bits() % 2 == 0 ? 0 : static_cast<uint8_t>(random.bits() >> 24);
          table_.features.push_back(*at / 255.0);
        } else {
          float value = random.uniform(-1, 1);
          std::memcpy(at, &value, sizeof(value));
          table_.features.push_back(static_cast<double>(value));
        }
      }
      if (labelled_) {
        labels_[i] = static_cast<int32_t>(random.bits() % static_cast<uint32_t>(std::max<std::size_t>(outputs_, 2)));
        std::size_t label = static_cast<std::size_t>(labels_[i]);
        if (outputs_ == 1) {
          table_.targets[i] = labels_[i];
        } else {
          table_.targets[i * outputs_ + label] = 1;
        }
        if (problem.class_weights) table_.weights[i] = static_cast<double>(class_weights_[label]);
      } else {
        for (std::size_t k = 0; k < outputs_; k++) {
          targets_[i * outputs_ + k] = random.uniform(0, 1);
          table_.targets[i * outputs_ + k] = static_cast<double>(targets_[i * outputs_ + k]);
        }
      }
    }
  }

  cuda::Samples samples() const {
    cuda::Samples samples{};
    if (pixels_) {
      samples.pixels = rows_.data();
    } else {
      samples.values = reinterpret_cast<const float*>(rows_.data());
    }
    (labelled_ ? samples.labels = labels_.data() : nullptr);
    (labelled_ ? nullptr : samples.targets = targets_.data());
    samples.samples = static_cast<int64_t>(table_.weights.size());
    samples.pitch = static_cast<int64_t>(pitch_);
    samples.width = static_cast<int32_t>(width_);
    return samples;
  }

  std::vector<Given> memory() const {
    std::size_t samples = table_.weights.size();
    return {given(rows_, samples * pitch_), given(labels_, samples), given(targets_, samples * outputs_),
            given(class_weights_, class_weights_.size())};
  }

  const Table& table() const { return table_; }
  const std::vector<float>& class_weights() const { return class_weights_; }
  void set_row(std::size_t sample, const unsigned char* pixels, int32_t label) const {
    std::memcpy(rows_.data() + sample * pitch_, pixels, width_);
    labels_[sample] = label;
  }

 private:
  std::size_t width_;
  std::size_t outputs_;
  std::size_t pitch_;
  Aligned<unsigned char> rows_;
  Aligned<int32_t> labels_;
  Aligned<float> targets_;
  bool pixels_;
  bool labelled_;
  Table table_;
  std::vector<float> class_weights_;
};

// A replica's state and results, where a kernel finds them.
struct SmallReplica {
  std::vector<float> parameters;
  std::vector<float> first_moments;
  std::vector<float> second_moments;
  std::vector<float> average;  // empty where there is none
  std::vector<int32_t> order;
  std::vector<double> losses;
  int64_t correct = -1;
  uint64_t seed = 99;
  int64_t steps = 0;
  float rate = 0.01f;
  std::vector<float> rates;  // of each step; empty: `rate` in all
  weft_optimizer optimizer{WEFT_ADAM, 0.9, 0.999, 1e-4, 0, 0, 0};

  SmallReplica(const Architecture& architecture, int32_t samples, uint64_t start = 7)
      : parameters(Random(start).values(static_cast<std::size_t>(architecture.parameters), -0.2f, 0.2f)),
        first_moments(parameters.size()),
        second_moments(parameters.size()),
        order(static_cast<std::size_t>(samples)) {
    for (std::size_t i = 0; i < order.size(); i++) order[i] = static_cast<int32_t>(i * 37 % order.size());
  }
};

// Of a block of one of a plan's kernels.
template <typename Kernel>
int threads_of(const cuda::small::Plan& plan) {
  return Kernel::any_threads ? plan.shape.threads : Kernel::threads;
}

// Starts a plan's kernels: how, with what, for how many replicas, and the memory that it may touch.
using SmallLauncher =
    std::function<void(const cuda::small::Plan&, const cuda::small::Arguments&, int, const std::vector<Given>&)>;

// Every replica through its order once.
inline void train_small(const cuda::small::Plan& plan, const SmallData& data, bool class_weights, int32_t batch,
                        std::vector<SmallReplica*> replicas, const SmallLauncher& run) {
  std::size_t count = replicas.front()->order.size();
  std::size_t steps = (count + static_cast<std::size_t>(batch) - 1) / static_cast<std::size_t>(batch);
  std::size_t scratch_floats = static_cast<std::size_t>(plan.shape.scratch_floats);
  std::vector<Aligned<OptimizerStep>> updates;
  std::vector<Aligned<float>> scratch;
  std::vector<cuda::ReplicaRun> runs;
  std::vector<Given> memory = data.memory();
  for (SmallReplica* replica : replicas) {
    if (replica->optimizer.average_decay > 0 && replica->average.empty()) replica->average = replica->parameters;
    updates.emplace_back(steps);
    for (std::size_t i = 0; i < steps; i++) {
      float rate = replica->rates.empty() ? replica->rate : replica->rates[i];
      updates.back()[i] = optimizer_step(replica->optimizer, rate, replica->steps + static_cast<int64_t>(i) + 1);
    }
    scratch.emplace_back(scratch_floats);
    std::fill(scratch.back().data(), scratch.back().data() + scratch_floats, std::nanf(""));
    replica->losses.assign(steps, 0);
    runs.push_back({replica->parameters.data(), replica->first_moments.data(), replica->second_moments.data(),
                    scratch.back().data(), replica->order.data(), updates.back().data(),
                    class_weights ? data.class_weights().data() : nullptr, replica->losses.data(), &replica->correct,
                    replica->seed, replica->steps, replica->average.empty() ? nullptr : replica->average.data()});
    replica->steps += static_cast<int64_t>(steps);
    std::size_t parameters = replica->parameters.size();
    memory.insert(memory.end(), {given(replica->parameters, parameters),
                                 given(replica->first_moments, parameters),
                                 given(replica->second_moments, parameters),
                                 given(replica->order, count),
                                 given(replica->losses, steps),
                                 {&replica->correct, sizeof(replica->correct)},
                                 given(updates.back(), steps),
                                 given(scratch.back(), scratch_floats)});
    if (!replica->average.empty()) memory.push_back(given(replica->average, parameters));
  }
  memory.push_back(given(runs, runs.size()));
  if (cuda::small::path_of(plan) == WEFT_PATH_GRID) {
    for (SmallReplica* replica : replicas) replica->correct = 0;
  }
  run(plan, {plan.shape, data.samples(), runs.data(), static_cast<int32_t>(count), batch},
      static_cast<int>(replicas.size()), memory);
}

// In the shim.
inline void train_small(const cuda::small::Plan& plan, const SmallData& data, bool class_weights, int32_t batch,
                        std::vector<SmallReplica*> replicas, uint64_t schedule) {
  auto run = [schedule](const cuda::small::Plan& of, const cuda::small::Arguments& arguments, int count,
                        const std::vector<Given>&) {
    cuda::small::start(of.program, arguments, count, [&](auto kernel, const cuda::Grid& grid, const auto& args) {
      using Kernel = decltype(kernel);
      Launch shape = shape_of<Kernel>(grid, threads_of<Kernel>(of));
      shape.seed = schedule;
      launch<Kernel>(shape, args);
      return true;
    });
  };
  train_small(plan, data, class_weights, batch, std::move(replicas), run);
}

}  // namespace weft::test
