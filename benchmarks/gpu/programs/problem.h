// What is trained: a data set, networks of given widths, and the orders of their epochs, all from seeds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "abi.h"

namespace weft::gpu {

// Seeded and the same everywhere (SplitMix64).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next();
  // In [0, 1).
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  uint32_t below(uint32_t bound) { return static_cast<uint32_t>(((next() >> 32) * bound) >> 32); }

 private:
  uint64_t state_;
};

// Rows of pixels with the class of each.
struct Samples {
  int32_t width = 0;
  int32_t classes = 0;
  std::vector<uint8_t> pixels;  // [rows, width]
  std::vector<int32_t> labels;  // [rows]
  bool real = false;

  int64_t rows() const { return static_cast<int64_t>(labels.size()); }
};

// Fashion-MNIST from a folder of the four inflated files; drawn pixels where the folder is empty text or the width is
// not that of the images. With two classes, clothing is 1 and footwear and bags are 0.
Samples training_samples(const std::string& folder, int32_t width, int32_t classes, int64_t most);
Samples test_samples(const std::string& folder, int32_t width, int32_t classes);

Dataset upload(const Context& context, const Samples& samples);

// The classes that an output of this width tells apart.
inline int32_t classes_of(const std::vector<int32_t>& widths) { return widths.back() == 1 ? 2 : widths.back(); }

struct Shape {
  std::vector<int32_t> widths;  // from the input to the output
  float dropout = 0;            // of the input of the second layer

  int64_t parameters() const;
};

// Replicas seed, seed + 1, ... with Glorot-uniform kernels and zero biases.
Network create(const Context& context, const Shape& shape, uint64_t seed, int32_t replicas);

// 0 to samples - 1, shuffled.
std::vector<int32_t> shuffled(int64_t samples, uint64_t seed);

// How replicas are trained in one pass over their own orders.
struct Course {
  int64_t samples = 0;
  int32_t batch = 0;
  bool different_rates = false;  // of the replicas: 0.001, 0.0005 and so on by seed; else 0.001
};

// What a pass takes in and gives back, made beforehand, so that a timed pass is the library's work alone.
struct Pass {
  std::vector<std::vector<int32_t>> orders;
  std::vector<std::vector<float>> rates;
  std::vector<std::vector<double>> losses;  // result: mean loss of each step, by replica
  std::vector<weft_training_plan> plans;
};

// The orders of replicas seed, seed + 1, ... in an epoch.
Pass prepare(const Course& course, uint64_t seed, int32_t epoch, int32_t replicas);

void train(const Network& network, const Dataset& data, const Course& course, Pass& pass);

std::vector<float> parameters(const Network& network, const Shape& shape, int32_t replica);

}  // namespace weft::gpu
