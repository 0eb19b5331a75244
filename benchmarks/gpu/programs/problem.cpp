#include "problem.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>

namespace weft::gpu {
namespace {

constexpr int32_t image_width = 784;

std::vector<uint8_t> read(const std::string& path, size_t header, size_t bytes) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Failure(path + " cannot be read");
  file.seekg(static_cast<std::streamoff>(header));
  std::vector<uint8_t> values(bytes);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(bytes));
  if (static_cast<size_t>(file.gcount()) != bytes) throw Failure(path + " ends too early");
  return values;
}

// Sandal, Sneaker, Bag and Ankle boot are no clothing.
bool clothing(int32_t label) { return label != 5 && label != 7 && label != 8 && label != 9; }

Samples images(const std::string& folder, const std::string& prefix, int64_t rows, int32_t classes) {
  Samples samples;
  samples.width = image_width;
  samples.classes = classes;
  samples.real = true;
  const auto count = static_cast<size_t>(rows);
  samples.pixels = read(folder + "/" + prefix + "-images-idx3-ubyte", 16, count * image_width);
  for (uint8_t label : read(folder + "/" + prefix + "-labels-idx1-ubyte", 8, count)) {
    samples.labels.push_back(classes == 2 ? (clothing(label) ? 1 : 0) : label);
  }
  return samples;
}

// Half of the pixels 0, as in real images; a few of them tell the class.
Samples drawn(int32_t width, int32_t classes, int64_t rows, uint64_t seed) {
  Random random(seed);
  Samples samples;
  samples.width = width;
  samples.classes = classes;
  const auto size = static_cast<size_t>(width);
  samples.pixels.resize(static_cast<size_t>(rows) * size);
  for (int64_t row = 0; row < rows; ++row) {
    const auto label = static_cast<int32_t>(random.below(static_cast<uint32_t>(classes)));
    uint8_t* pixels = samples.pixels.data() + static_cast<size_t>(row) * size;
    for (size_t i = 0; i < size; ++i) {
      const uint64_t bits = random.next();
      pixels[i] = (bits & 1) != 0 ? 0 : static_cast<uint8_t>(bits >> 8);
      if (i % static_cast<size_t>(classes) == static_cast<size_t>(label) && (bits & 6) != 0) pixels[i] = 255;
    }
    samples.labels.push_back(label);
  }
  return samples;
}

bool images_fit(const std::string& folder, int32_t width, int32_t classes) {
  return !folder.empty() && width == image_width && (classes == 2 || classes == 10);
}

}  // namespace

uint64_t Random::next() {
  uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

Samples training_samples(const std::string& folder, int32_t width, int32_t classes, int64_t most) {
  if (!images_fit(folder, width, classes)) return drawn(width, classes, most, 1);
  return images(folder, "train", std::min<int64_t>(most, 60000), classes);
}

Samples test_samples(const std::string& folder, int32_t width, int32_t classes) {
  if (!images_fit(folder, width, classes)) return drawn(width, classes, 2000, 2);
  return images(folder, "t10k", 10000, classes);
}

Dataset upload(const Context& context, const Samples& samples) {
  Dataset dataset;
  check(weft_dataset_create(context.get(), WEFT_UINT8, samples.pixels.data(), samples.rows(), samples.width,
                            samples.labels.data(), samples.classes, nullptr, 0, dataset.out()));
  return dataset;
}

int64_t Shape::parameters() const {
  int64_t count = 0;
  for (size_t i = 1; i < widths.size(); ++i) count += static_cast<int64_t>(widths[i - 1] + 1) * widths[i];
  return count;
}

Network create(const Context& context, const Shape& shape, uint64_t seed, int32_t replicas) {
  std::vector<weft_dense_layer> layers;
  const auto& widths = shape.widths;
  for (size_t i = 1; i < widths.size(); ++i) {
    weft_dense_layer layer{};
    layer.units = widths[i];
    layer.activation = i + 1 < widths.size() ? WEFT_RELU : WEFT_LINEAR;
    layer.input_dropout = i == 2 ? shape.dropout : 0;
    layers.push_back(layer);
  }
  const int32_t loss = widths.back() == 1 ? WEFT_SIGMOID_CROSS_ENTROPY : WEFT_SOFTMAX_CROSS_ENTROPY;
  std::vector<uint64_t> seeds(static_cast<size_t>(replicas));
  std::iota(seeds.begin(), seeds.end(), seed);
  Network network;
  check(weft_network_create(context.get(), widths[0], layers.data(), static_cast<int32_t>(layers.size()), loss,
                            seeds.data(), replicas, network.out()));
  for (int32_t replica = 0; replica < replicas; ++replica) {
    Random random(seeds[static_cast<size_t>(replica)]);
    std::vector<float> values;
    for (size_t i = 1; i < widths.size(); ++i) {
      const double limit = std::sqrt(6.0 / (widths[i - 1] + widths[i]));
      const int64_t kernel = static_cast<int64_t>(widths[i - 1]) * widths[i];
      for (int64_t k = 0; k < kernel; ++k) values.push_back(static_cast<float>(limit * (2 * random.uniform() - 1)));
      values.insert(values.end(), static_cast<size_t>(widths[i]), 0.0F);
    }
    check(weft_network_write(network.get(), replica, WEFT_PARAMETERS, values.data(),
                             static_cast<int64_t>(values.size())));
  }
  return network;
}

std::vector<int32_t> shuffled(int64_t samples, uint64_t seed) {
  std::vector<int32_t> order(static_cast<size_t>(samples));
  std::iota(order.begin(), order.end(), 0);
  Random random(seed);
  for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(static_cast<uint32_t>(i))]);
  return order;
}

Pass prepare(const Course& course, uint64_t seed, int32_t epoch, int32_t replicas) {
  const auto steps = static_cast<size_t>((course.samples + course.batch - 1) / course.batch);
  const auto count = static_cast<size_t>(replicas);
  Pass pass;
  pass.orders.resize(count);
  pass.rates.resize(count);
  pass.losses.assign(count, std::vector<double>(steps));
  pass.plans.resize(count);
  for (size_t i = 0; i < count; ++i) {
    pass.orders[i] = shuffled(course.samples, 1000 * (seed + i) + static_cast<uint64_t>(epoch));
    const auto share = static_cast<float>(course.different_rates ? (seed + i) % 4 + 1 : 1);
    pass.rates[i].assign(steps, 0.001F / share);
    weft_training_plan& plan = pass.plans[i];
    plan.order = pass.orders[i].data();
    plan.learning_rates = pass.rates[i].data();
    plan.class_weights = nullptr;
    plan.step_losses = pass.losses[i].data();
    plan.correct = 0;
    plan.optimizer = {WEFT_ADAM, 0.9, 0.999, 1e-7, 0, 0, 0};
  }
  return pass;
}

void train(const Network& network, const Dataset& data, const Course& course, Pass& pass) {
  check(weft_network_train(network.get(), data.get(), course.samples, course.batch, pass.plans.data(),
                           static_cast<int32_t>(pass.plans.size())));
}

std::vector<float> parameters(const Network& network, const Shape& shape, int32_t replica) {
  std::vector<float> values(static_cast<size_t>(shape.parameters()));
  check(weft_network_read(network.get(), replica, WEFT_PARAMETERS, values.data(), shape.parameters()));
  return values;
}

}  // namespace weft::gpu
