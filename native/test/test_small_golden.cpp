// The kernels for small networks against the reference trajectories: float64 runs of another framework on the real
// images. Where the images are not on this machine, the test says so and checks nothing.
#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <string>

#include "small_fixture.h"

using namespace weft;
using namespace weft::test;

namespace {

std::vector<unsigned char> inflated(const std::string& file, std::size_t bytes) {
  std::vector<unsigned char> content(bytes);
  std::string command = "gzip -dc '" + file + "' 2>/dev/null";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  std::size_t got = std::fread(content.data(), 1, bytes, pipe);
  pclose(pipe);
  return got == bytes ? content : std::vector<unsigned char>{};
}

// The first images and labels of the training file.
struct Images {
  std::vector<unsigned char> pixels;
  std::vector<unsigned char> labels;
};

Images first_images(std::size_t count) {
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
std::vector<float> tensors(const std::string& name, std::size_t layers) {
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
bool is_clothing(unsigned char label) { return label <= 4 || label == 6; }

struct Trajectory {
  const char* name;
  std::vector<int32_t> widths;
  int32_t batch;
  int32_t samples;
  int epochs;
};

const Trajectory trajectories[] = {
    {"multiclass", {784, 32, 32, 10}, 32, 3200, 1},
    {"binary", {784, 32, 32, 1}, 32, 3200, 1},
    {"odd-shapes", {784, 17, 9, 10}, 50, 1230, 2},
};

void check_tensors(const Architecture& architecture, const std::vector<float>& actual,
                   const std::vector<float>& expected) {
  auto part = [](const std::vector<float>& all, int64_t from, int64_t to) {
    return std::vector<float>(all.begin() + from, all.begin() + to);
  };
  for (const DenseLayer& layer : architecture.layers) {
    CHECK(relative_difference(part(actual, layer.kernel, layer.bias), part(expected, layer.kernel, layer.bias)) < 1e-5);
    int64_t end = layer.bias + layer.out;
    CHECK(relative_difference(part(actual, layer.bias, end), part(expected, layer.bias, end)) < 1e-5);
  }
}

}  // namespace

TEST_CASE("100 steps on real images end within 1e-5 of the float64 trajectories") {
  Images images = first_images(3200);
  if (images.pixels.empty()) {
    MESSAGE("Fashion-MNIST is not on this machine: nothing was compared");
    return;
  }
  for (const Trajectory& trajectory : trajectories) {
    CAPTURE(trajectory.name);
    bool binary = trajectory.widths.back() == 1;
    SmallProblem problem{trajectory.widths, trajectory.batch, WEFT_RELU,
                         binary ? WEFT_SIGMOID_CROSS_ENTROPY : WEFT_SOFTMAX_CROSS_ENTROPY};
    problem.samples = trajectory.samples;
    SmallData data(problem, 1);
    Architecture architecture = problem.architecture();
    SmallReplica replica(architecture, trajectory.samples);
    for (std::size_t i = 0; i < replica.order.size(); i++) {
      unsigned char label = images.labels[i];
      data.set_row(i, images.pixels.data() + 784 * i, binary ? is_clothing(label) : label);
      replica.order[i] = static_cast<int32_t>(i);
    }
    replica.parameters = tensors(std::string(trajectory.name) + ".init", architecture.layers.size());
    REQUIRE(replica.parameters.size() == static_cast<std::size_t>(architecture.parameters));
    replica.rate = 0.001f;
    replica.epsilon = 1e-7;
    const SmallReplica begin = replica;
    for (const cuda::small::Plan& plan : {cuda::small::latency_plan(architecture, problem.data(), 2, 32),
                                          cuda::small::grid_plan(architecture, problem.data(), 2, 32)}) {
      CAPTURE(cuda::small::path_of(plan));
      replica = begin;
      for (int epoch = 0; epoch < trajectory.epochs; epoch++) {
        train_small(plan, data, false, trajectory.batch, {&replica}, 1);
      }
      check_tensors(architecture, replica.parameters,
                    tensors(std::string(trajectory.name) + ".final", architecture.layers.size()));
    }
  }
}

TEST_CASE("large batches of real images end within 1e-5 of float64") {
  Images images = first_images(3200);
  if (images.pixels.empty()) {
    MESSAGE("Fashion-MNIST is not on this machine: nothing was compared");
    return;
  }
  SmallProblem problem{{784, 32, 32, 10}, 1024};
  problem.samples = 3100;
  SmallData data(problem, 1);
  Architecture architecture = problem.architecture();
  SmallReplica replica(architecture, problem.samples);
  Table table = data.table();
  std::fill(table.targets.begin(), table.targets.end(), 0);
  for (std::size_t i = 0; i < replica.order.size(); i++) {
    data.set_row(i, images.pixels.data() + 784 * i, images.labels[i]);
    for (std::size_t k = 0; k < 784; k++) table.features[784 * i + k] = images.pixels[784 * i + k] / 255.0;
    table.targets[10 * i + images.labels[i]] = 1;
  }
  replica.parameters = tensors("multiclass.init", architecture.layers.size());
  replica.rate = 0.001f;
  replica.epsilon = 1e-7;
  Reference64 reference(architecture, replica.parameters, replica.seed);
  cuda::small::Plan plan = cuda::small::grid_plan(architecture, problem.data(), 4, 64);
  train_small(plan, data, false, problem.batch, {&replica}, 1);
  for (std::size_t first = 0; first < replica.order.size(); first += 1024) {
    std::size_t rows = std::min<std::size_t>(1024, replica.order.size() - first);
    reference.step(table, replica.order.data() + first, rows, static_cast<double>(replica.rate), 0.9, 0.999, 1e-7);
  }
  CHECK(replica.losses.size() == 4);
  CHECK(replica.losses.back() < replica.losses.front());
  check_tensors(architecture, replica.parameters,
                std::vector<float>(reference.parameters.begin(), reference.parameters.end()));
}
