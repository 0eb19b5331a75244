// The reference trajectories: float64 runs of another framework on the real images.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "architecture.h"
#include "weft/weft.h"

namespace weft::test {

inline std::vector<unsigned char> inflated(const std::string& file, std::size_t bytes) {
  std::vector<unsigned char> content(bytes);
  std::string command = "gzip -dc '" + file + "' 2>/dev/null";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  std::size_t got = std::fread(content.data(), 1, bytes, pipe);
  pclose(pipe);
  return got == bytes ? content : std::vector<unsigned char>{};
}

// The first images and labels of the training file; none where they are not on this machine.
struct Images {
  std::vector<unsigned char> pixels;
  std::vector<unsigned char> labels;
};

inline Images first_images(std::size_t count) {
  for (const char* folder : {WEFT_TEST_DATA, "/usr/share/datasets/fashion-mnist"}) {
    std::string base(folder);
    Images images{inflated(base + "/train-images-idx3-ubyte.gz", 16 + 784 * count),
                  inflated(base + "/train-labels-idx1-ubyte.gz", 8 + count)};
    if (!images.pixels.empty() && !images.labels.empty()) {
      images.pixels.erase(images.pixels.begin(), images.pixels.begin() + 16);
      images.labels.erase(images.labels.begin(), images.labels.begin() + 8);
      return images;
    }
  }
  return {};
}

// The tensors of a safetensors file in the order kernel, bias of each layer: a header of JSON behind its length, then
// floats.
inline std::vector<float> tensors(const std::string& name, std::size_t layers) {
  std::ifstream file(std::string(WEFT_TEST_GOLDEN) + "/" + name + ".safetensors", std::ios::binary);
  REQUIRE(file);
  uint64_t length = 0;
  file.read(reinterpret_cast<char*>(&length), 8);
  std::string header(length, ' ');
  file.read(header.data(), static_cast<std::streamsize>(length));
  std::vector<float> all;
  for (std::size_t layer = 0; layer < layers; layer++) {
    for (const char* part : {".kernel\"", ".bias\""}) {
      // The layers' numbers may begin at 0 or 1.
      std::size_t at = header.find("\"dense" + std::to_string(layer + (header.find("dense0") == header.npos)) + part);
      REQUIRE(at != header.npos);
      std::size_t offsets = header.find("data_offsets", at);
      std::size_t begin = std::stoul(header.substr(header.find('[', offsets) + 1));
      std::size_t end = std::stoul(header.substr(header.find(',', header.find('[', offsets)) + 1));
      std::vector<float> tensor((end - begin) / sizeof(float));
      file.seekg(static_cast<std::streamoff>(8 + length + begin));
      file.read(reinterpret_cast<char*>(tensor.data()), static_cast<std::streamsize>(end - begin));
      all.insert(all.end(), tensor.begin(), tensor.end());
    }
  }
  return all;
}

// Trousers, tops, dresses and coats.
inline bool is_clothing(unsigned char label) { return label <= 4 || label == 6; }

struct Trajectory {
  const char* name;
  std::vector<int32_t> widths;
  int32_t batch;
  int32_t samples;
  int epochs;
  int32_t first = 0;  // of the samples, in the training file
  int32_t activation = WEFT_RELU;
  float activation_parameter = 0;
  float rate = 0.001f;
  weft_optimizer optimizer{WEFT_ADAM, 0.9, 0.999, 1e-7, 0, 0, 0};
  // Of a tuned recipe: masking noise on the input, and warm-up over this part of all steps, then a cosine to 0.
  float masking = 0;
  uint64_t seed = 0;
  double warmup = 0;

  bool binary() const { return widths.back() == 1; }
  std::vector<weft_dense_layer> layers() const {
    std::vector<weft_dense_layer> layers;
    for (std::size_t i = 1; i < widths.size(); i++) {
      bool last = i + 1 == widths.size();
      bool masked = i == 1 && masking > 0;
      layers.push_back({widths[i], last ? WEFT_LINEAR : activation, last ? 0 : activation_parameter,
                        masked ? masking : 0, masked ? 1 : 0});
    }
    return layers;
  }
  // The learning rate of each step of an epoch.
  std::vector<float> rates(int epoch) const {
    int steps = (samples + batch - 1) / batch;
    std::vector<float> rates(static_cast<std::size_t>(steps), rate);
    if (warmup == 0) return rates;
    int rising = static_cast<int>(warmup * epochs * steps);
    for (int i = 0; i < steps; i++) {
      int step = epoch * steps + i;
      double progress = static_cast<double>(step - rising) / (epochs * steps - 1 - rising);
      double part = step < rising ? (step + 1.0) / (rising + 1) : (1 + std::cos(3.141592653589793 * progress)) / 2;
      rates[static_cast<std::size_t>(i)] = static_cast<float>(static_cast<double>(rate) * part);
    }
    return rates;
  }
  int32_t loss() const { return binary() ? WEFT_SIGMOID_CROSS_ENTROPY : WEFT_SOFTMAX_CROSS_ENTROPY; }
};

// Sanitizers, which take ten times as long and have no eye for numbers, see the one whose layers and last batch fill no
// tile.
inline const Trajectory trajectories[] = {
    {"odd-shapes", {784, 17, 9, 10}, 50, 1230, 2},
#ifndef WEFT_TEST_SANITIZED
    {"multiclass", {784, 32, 32, 10}, 32, 3200, 1},
    {"binary", {784, 32, 32, 1}, 32, 3200, 1},
    {"leaky", {784, 32, 32, 10}, 32, 3200, 1, 3200, WEFT_LEAKY_RELU, 0.1f},
    {"adamw", {784, 32, 32, 10}, 32, 3200, 1, 0, WEFT_RELU, 0, 0.003f, {WEFT_ADAMW, 0.9, 0.999, 1e-7, 0.05, 2, 0}},
    {"recipe",
     {784, 32, 32, 10},
     64,
     3230,
     2,
     0,
     WEFT_RELU,
     0,
     0.003f,
     {WEFT_ADAMW, 0.9, 0.999, 1e-7, 0.02, 0, 0.98},
     0.1f,
     12,
     0.1},
#endif
};

// Of all trajectories.
constexpr std::size_t golden_images = 6400;

inline double relative_norm(const std::vector<float>& actual, const std::vector<float>& expected) {
  REQUIRE(actual.size() == expected.size());
  double difference = 0;
  double norm = 0;
  for (std::size_t i = 0; i < expected.size(); i++) {
    difference += std::pow(static_cast<double>(actual[i]) - expected[i], 2);
    norm += std::pow(static_cast<double>(expected[i]), 2);
  }
  return std::sqrt(difference / norm);
}

inline void check_tensors(const Architecture& architecture, const std::vector<float>& actual,
                          const std::vector<float>& expected) {
  auto part = [](const std::vector<float>& all, int64_t from, int64_t to) {
    return std::vector<float>(all.begin() + from, all.begin() + to);
  };
  for (const DenseLayer& layer : architecture.layers) {
    CHECK(relative_norm(part(actual, layer.kernel, layer.bias), part(expected, layer.kernel, layer.bias)) < 1e-5);
    int64_t end = layer.bias + layer.out;
    CHECK(relative_norm(part(actual, layer.bias, end), part(expected, layer.bias, end)) < 1e-5);
  }
}

}  // namespace weft::test
